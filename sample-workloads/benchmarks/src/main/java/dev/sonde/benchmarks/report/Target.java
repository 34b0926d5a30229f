package dev.sonde.benchmarks.report;

import java.util.Locale;

/**
 * What was promised of a figure, before it was measured.
 *
 * @param name of the figure
 * @param limit that it has to keep
 * @param direction on which side of the limit it has to stay
 * @param unit of the figure, with a leading blank if one is wanted
 */
public record Target(String name, double limit, Direction direction, String unit) {

    /** On which side of the limit a figure has to stay; the limit itself is allowed. */
    public enum Direction {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Direction(String sign) {
            this.sign = sign;
        }
    }

    public static Target atMost(String name, double limit, String unit) {
        return new Target(name, limit, Direction.AT_MOST, unit);
    }

    public static Target atLeast(String name, double limit, String unit) {
        return new Target(name, limit, Direction.AT_LEAST, unit);
    }

    /** Compares a figure with the target. A figure that is no number misses it. */
    public Verdict judge(double figure) {
        boolean met = direction == Direction.AT_MOST ? figure <= limit : figure >= limit;
        return new Verdict(this, figure, met);
    }

    String limitText() {
        return direction.sign + " " + Figures.of(limit) + unit;
    }

    /** A target and the figure that was measured. */
    public record Verdict(Target target, double figure, boolean met) {

        /** Target, limit, figure, and whether it was met. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s: target %s, measured %s%s: %s",
                    target.name,
                    target.limitText(),
                    Figures.of(figure),
                    target.unit,
                    word());
        }

        String word() {
            return met ? "met" : "missed";
        }

        String figureText() {
            return Figures.of(figure) + target.unit;
        }
    }
}
