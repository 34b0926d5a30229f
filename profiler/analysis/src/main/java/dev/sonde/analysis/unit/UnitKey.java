package dev.sonde.analysis.unit;

import java.util.Comparator;

/** Units are numbered within their session. */
public record UnitKey(long session, long unit) implements Comparable<UnitKey> {
    private static final Comparator<UnitKey> ORDER =
            Comparator.comparingLong(UnitKey::session).thenComparingLong(UnitKey::unit);

    @Override
    public int hashCode() {
        return Long.hashCode(session * 31 + unit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitKey key && unit == key.unit && session == key.session;
    }

    @Override
    public int compareTo(UnitKey other) {
        return ORDER.compare(this, other);
    }
}
