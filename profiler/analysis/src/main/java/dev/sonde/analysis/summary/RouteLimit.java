package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.hash.ContentHash;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which routes are kept one by one when a service makes up new ones without end, as with identifiers in addresses; the others
 * are summed as one, so that all counts of the whole stay exact. As with statements ({@link StatementLimit}): up to twice as
 * many are kept before those that took least time are let go, and who can read records twice chooses from exact times.
 *
 * <p>Memory: the names of the routes that are kept. Not threadsafe.
 */
public final class RouteLimit {
    static final int KEPT = 5_000;

    private static final String OTHERS = "other routes";

    private final int kept;
    private final Set<String> seen = new HashSet<>();
    private @Nullable LongCounts chosen;
    private boolean cut;

    /**
     * @param chosen by {@link #id}, null if all are kept for now
     */
    RouteLimit(int kept, @Nullable LongCounts chosen) {
        this.kept = kept;
        this.chosen = chosen;
        this.cut = chosen != null;
    }

    /** Whether it stands for routes of which there were too many. A service that has a route of this name gets it counted among them. */
    public static boolean isOthers(String route) {
        return route.equals(OTHERS);
    }

    static long id(String route) {
        return ContentHash.of(route);
    }

    /** The route, or what stands for it; there may be too many then. */
    String of(String route) {
        if (route.isEmpty()) {
            return route;
        }
        LongCounts those = chosen;
        if (those != null) {
            return those.get(id(route)) != 0 ? route : OTHERS;
        }
        if (isOthers(route)) {
            cut = true; // by whoever wrote the summary that it comes from
        } else {
            seen.add(route);
        }
        return route;
    }

    /** All of them, as long as all are kept. */
    Set<String> seen() {
        return Collections.unmodifiableSet(seen);
    }

    /** Whether there are more than may be kept. */
    boolean isOver() {
        return chosen == null && seen.size() > 2 * kept;
    }

    /** Whether some are summed as one. */
    boolean isCut() {
        return cut;
    }

    /**
     * From now on keeps those that took most time.
     *
     * @param nanos by {@link #id}
     */
    void choose(LongCounts nanos) {
        chosen = longest(nanos, nanos, kept);
        cut = true;
        seen.clear();
    }

    /** Those of all that took most time, the lower identifier of equal ones. */
    static LongCounts longest(LongCounts all, LongCounts nanos, int most) {
        record Time(long route, long nanos) {}
        PriorityQueue<Time> longest = new PriorityQueue<>(Comparator.comparingLong(Time::nanos)
                .thenComparing(Comparator.comparingLong(Time::route).reversed()));
        long others = id(OTHERS);
        all.forEach((route, one) -> {
            if (route != others) {
                longest.add(new Time(route, nanos.get(route)));
                if (longest.size() > most) {
                    longest.poll();
                }
            }
        });
        LongCounts chosen = new LongCounts();
        longest.forEach(time -> chosen.put(time.route(), 1));
        return chosen;
    }
}
