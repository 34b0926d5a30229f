package dev.sonde.migrations.impact;

/** An estimated range of seconds. */
public record Seconds(double low, double high) {

    static final Seconds NONE = new Seconds(0, 0);

    private static final double SHORTEST = 0.1;
    private static final double MINUTES_FROM = 120;
    private static final double HOURS_FROM = 7200;

    public Seconds {
        if (!(0 <= low && low <= high)) {
            throw new IllegalArgumentException("a range must not be negative or turned round: " + low + " to " + high);
        }
    }

    Seconds plus(Seconds other) {
        return new Seconds(low + other.low, high + other.high);
    }

    /** {@code 2 to 9 s}, {@code 0.4 to 1.2 min}; {@code 0.1 s at most} where that says all. */
    public String words() {
        if (high < SHORTEST) {
            return SHORTEST + " s at most";
        }
        if (high < MINUTES_FROM) {
            return range(1, "s");
        }
        return high < HOURS_FROM ? range(60, "min") : range(3600, "h");
    }

    private String range(int unit, String name) {
        String from = Numbers.rough(low / unit);
        String to = Numbers.rough(high / unit);
        return (from.equals(to) ? to : from + " to " + to) + " " + name;
    }
}
