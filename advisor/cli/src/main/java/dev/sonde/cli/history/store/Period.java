package dev.sonde.cli.history.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** An hour or a day of UTC, for which counts are added up. */
public record Period(Instant starts, int hours) implements Comparable<Period> {

    private static final Comparator<Period> ORDER =
            Comparator.comparing(Period::starts).thenComparingInt(Period::hours);

    /** How long a period is. */
    public enum Length {
        HOUR(ChronoUnit.HOURS, 1),
        DAY(ChronoUnit.DAYS, 24);

        private final ChronoUnit unit;
        private final int hours;

        Length(ChronoUnit unit, int hours) {
            this.unit = unit;
            this.hours = hours;
        }

        public int hours() {
            return hours;
        }
    }

    /** The period of that length that an instant is in. */
    public static Period of(Instant instant, Length length) {
        return new Period(instant.truncatedTo(length.unit), length.hours);
    }

    @Override
    public int compareTo(Period other) {
        return ORDER.compare(this, other);
    }
}
