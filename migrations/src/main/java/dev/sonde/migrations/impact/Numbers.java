package dev.sonde.migrations.impact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Estimates in words: two digits, since no more is known. */
final class Numbers {

    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Numbers() {}

    /** {@code 0.05}, {@code 1.2}, {@code 9}, {@code 340}, {@code 1,200}. */
    static String rough(double number) {
        BigDecimal rounded = new BigDecimal(number).round(TWO_DIGITS).stripTrailingZeros();
        return rounded.scale() <= 0
                ? String.format(Locale.ROOT, "%,d", rounded.toBigInteger())
                : rounded.setScale(Math.min(2, rounded.scale()), RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** {@code 1.2 GB}, in units of 1024 as PostgreSQL shows them. */
    static String bytes(double bytes) {
        double size = bytes / 1024;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return rough(size) + " " + UNITS[unit];
    }
}
