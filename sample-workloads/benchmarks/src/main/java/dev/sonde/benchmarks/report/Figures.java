package dev.sonde.benchmarks.report;

import java.util.Locale;

/** Numbers with as many digits as they deserve. */
public final class Figures {

    private Figures() {}

    /** Three significant digits, and all digits of the whole part. */
    public static String of(double figure) {
        double size = Math.abs(figure);
        int digits = size >= 100 || size < 0.0005 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", figure);
    }

    /** A count, which has no fraction. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count of things. */
    public static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** The median, with the quartiles if there was more than one round. */
    public static String of(Sample sample) {
        return sample.values().size() == 1
                ? of(sample.median())
                : of(sample.median()) + " (" + of(sample.lowerQuartile()) + "–" + of(sample.upperQuartile()) + ")";
    }

    /** The median, with its 95 % confidence interval. */
    public static String withInterval(Sample sample) {
        return of(sample.median()) + " (" + of(sample.lowerBound()) + "–" + of(sample.upperBound()) + ")";
    }

    /** A share of one, in per cent. */
    public static String percent(double share) {
        return of(100 * share) + " %";
    }
}
