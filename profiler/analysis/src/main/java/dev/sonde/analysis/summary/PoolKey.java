package dev.sonde.analysis.summary;

import java.util.Comparator;

/** Pools are named within their session. */
record PoolKey(long session, String pool) implements Comparable<PoolKey> {
    private static final Comparator<PoolKey> ORDER =
            Comparator.comparingLong(PoolKey::session).thenComparing(PoolKey::pool);

    @Override
    public int compareTo(PoolKey other) {
        return ORDER.compare(this, other);
    }
}
