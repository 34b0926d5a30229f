package dev.sonde.analysis.cache;

import java.time.Duration;
import java.util.List;

/**
 * The caches that are tried: every size with every time to live.
 *
 * @param sizes entries per statement, ascending; {@link #UNBOUNDED} for no limit
 * @param timesToLive since an entry was loaded, ascending
 */
public record CacheGrid(List<Long> sizes, List<Duration> timesToLive) {
    /** A size that no capture reaches. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    private static final int MAX_CELLS = 64;

    public CacheGrid {
        sizes = List.copyOf(sizes);
        timesToLive = List.copyOf(timesToLive);
        if (!ascending(sizes) || sizes.get(0) < 1) {
            throw new IllegalArgumentException("sizes must be positive and ascending: " + sizes);
        }
        if (!ascending(timesToLive) || timesToLive.get(0).compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("timesToLive must be at least 1 ms and ascending: " + timesToLive);
        }
        if (sizes.size() * timesToLive.size() > MAX_CELLS) {
            throw new IllegalArgumentException("sizes × timesToLive must be at most " + MAX_CELLS + ": " + sizes.size()
                    + " × " + timesToLive.size());
        }
    }

    /** 100, 1,000, 10,000 entries and no limit, each for 1 s, 10 s, 1 min and 10 min. */
    public static CacheGrid ofDefaults() {
        return new CacheGrid(
                List.of(100L, 1_000L, 10_000L, UNBOUNDED),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10)));
    }

    int cells() {
        return sizes.size() * timesToLive.size();
    }

    private static <T extends Comparable<T>> boolean ascending(List<T> values) {
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
                return false;
            }
        }
        return !values.isEmpty();
    }
}
