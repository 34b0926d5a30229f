package dev.sonde.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures for people: three digits that matter, the same in every format. */
public final class Figures {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    /**
     * Digits that JSON has. More would be noise of the arithmetic, and differ from one machine to the next; and a page that
     * rounds a figure of the JSON shows the same as we do.
     */
    static final MathContext JSON_DIGITS = new MathContext(9, RoundingMode.HALF_UP);

    private Figures() {}

    /** {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 statement}, {@code 1,234 statements}: a count with its noun, of which a plural with s is made. */
    public static String counted(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 0.42 ms}, {@code 12.3 ms}, {@code 4.57 s}, {@code 12.3 min}; {@code -} if not known. */
    public static String millis(double millis) {
        if (!Double.isFinite(millis)) {
            return "-";
        }
        double size = Math.abs(millis);
        if (size < 999.5) {
            return number(millis) + " ms";
        }
        return size < 119_500 ? number(millis / 1_000) + " s" : number(millis / 60_000) + " min";
    }

    /** {@code 512 B}, {@code 8.00 kB}, {@code 1.42 GB}: units of 1024 as PostgreSQL shows them. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        int unit = -1;
        while (size >= 1023.5 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return number(size) + " " + units[unit];
    }

    /** {@code 61,000}, {@code 8.45}; {@code -} if not known. */
    public static String number(double number) {
        if (!Double.isFinite(number)) {
            return "-";
        }
        BigDecimal digits = BigDecimal.valueOf(number).round(JSON_DIGITS);
        BigDecimal rounded = digits.round(THREE_DIGITS);
        if (rounded.signum() == 0) {
            return "0";
        }
        if (rounded.abs().compareTo(BigDecimal.valueOf(100)) >= 0) {
            return String.format(
                    Locale.ROOT, "%,d", digits.setScale(0, RoundingMode.HALF_UP).toBigInteger());
        }
        return rounded.abs().compareTo(BigDecimal.valueOf(0.001)) < 0
                ? "<0.001"
                : rounded.stripTrailingZeros().scale() <= 0
                        ? rounded.toBigInteger().toString()
                        : rounded.setScale(Math.min(3, rounded.scale()), RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString();
    }

    /** {@code 12.3 %} of a whole; {@code -} of nothing. */
    public static String share(double part, double whole) {
        return whole > 0 ? number(100 * part / whole) + " %" : "-";
    }
}
