package dev.sonde.analysis.summary;

import java.util.Comparator;

/** Units are numbered within their session. */
record UnitKey(long session, long unit) implements Comparable<UnitKey> {
    private static final Comparator<UnitKey> ORDER =
            Comparator.comparingLong(UnitKey::session).thenComparingLong(UnitKey::unit);

    @Override
    public int compareTo(UnitKey other) {
        return ORDER.compare(this, other);
    }
}
