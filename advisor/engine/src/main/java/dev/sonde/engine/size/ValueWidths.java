package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ColumnStatistics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Widths of a column's values as an index stores them, from the values in its statistics where there are any. */
final class ValueWidths {

    private static final int SHORT = 127;
    private static final double TRUSTED = 0.15;
    private static final int PARTS = 200;

    private final double[] quantiles;

    private ValueWidths(double[] quantiles) {
        this.quantiles = quantiles;
    }

    static ValueWidths constant(double width) {
        return new ValueWidths(new double[] {width});
    }

    static ValueWidths of(ColumnStatistics statistics, String type) {
        double average = statistics.averageWidth();
        List<String> common = statistics.commonValueList();
        List<Double> shares = statistics.commonFrequencyList();
        List<String> rest = statistics.histogramList();
        double commonShare = shares.stream().mapToDouble(Double::doubleValue).sum();
        double notNull = Math.max(1e-9, 1 - statistics.nullFraction());
        boolean known = TypeLayout.text(type) || type.startsWith("numeric");
        if (!known || (common.isEmpty() && rest.isEmpty()) || common.size() != Math.min(common.size(), shares.size())) {
            return constant(average);
        }
        double[] widths = new double[PARTS];
        int filled = 0;
        for (int i = 0; i < common.size(); i++) {
            double until = cumulative(shares, i + 1) / notNull;
            while (filled < PARTS && (filled + 0.5) / PARTS < until) {
                widths[filled++] = width(common.get(i), type);
            }
        }
        int first = filled;
        for (; filled < PARTS; filled++) {
            if (rest.isEmpty()) {
                widths[filled] = average;
            } else {
                int position = (int) ((filled - first + 0.5) * rest.size() / (PARTS - first));
                widths[filled] = width(rest.get(position), type);
            }
        }
        double mean = Arrays.stream(widths).average().orElse(average);
        // Values that are compressed or moved out of line are narrower than their text.
        boolean trusted = commonShare >= 0 && Math.abs(mean - average) <= Math.max(1, TRUSTED * average);
        return trusted ? new ValueWidths(widths) : constant(average);
    }

    private static double cumulative(List<Double> shares, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += shares.get(i);
        }
        return sum;
    }

    /** Bytes of one value: text with its header, numeric as digits to the base 10,000. */
    private static double width(String value, String type) {
        if (TypeLayout.text(type)) {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            return bytes + (bytes + 1 < SHORT ? 1 : 4);
        }
        return 3 + 2.0 * decimalGroups(value);
    }

    private static int decimalGroups(String value) {
        String digits = value.startsWith("-") ? value.substring(1) : value;
        int point = digits.indexOf('.');
        String whole = (point < 0 ? digits : digits.substring(0, point)).replaceFirst("^0+", "");
        String fraction = point < 0 ? "" : digits.substring(point + 1).replaceFirst("0+$", "");
        if (whole.isEmpty() && fraction.isEmpty()) {
            return 0;
        }
        int groups = (whole.length() + 3) / 4 + (fraction.length() + 3) / 4;
        if (fraction.isEmpty()) {
            // Groups of zeros at the end are not stored.
            String padded = "0".repeat((4 - whole.length() % 4) % 4) + whole;
            for (int end = padded.length(); end > 4 && padded.startsWith("0000", end - 4); end -= 4) {
                groups--;
            }
        }
        return groups;
    }

    /** The width at a place between 0 and 1. */
    double at(double place) {
        return quantiles[(int) Math.min(quantiles.length - 1.0, place * quantiles.length)];
    }

    double mean() {
        return Arrays.stream(quantiles).average().orElse(0);
    }
}
