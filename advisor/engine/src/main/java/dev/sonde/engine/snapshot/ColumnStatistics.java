package dev.sonde.engine.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_stats}; arrays of values as the server prints them.
 *
 * @param column name, or name of the index column for expression statistics
 * @param number attribute number
 * @param distinct {@code n_distinct}: count, or minus the fraction of the rows
 */
public record ColumnStatistics(
        String column,
        int number,
        boolean inherited,
        double nullFraction,
        int averageWidth,
        double distinct,
        @Nullable String commonValues,
        @Nullable String commonFrequencies,
        @Nullable String histogram,
        @Nullable Double correlation,
        @Nullable String commonElements,
        @Nullable String commonElementFrequencies,
        @Nullable String elementCountHistogram,
        @Nullable String rangeLengthHistogram,
        @Nullable Double rangeEmptyFraction,
        @Nullable String rangeBoundsHistogram) {

    /** The most common values, most frequent first; empty if there are none. */
    public List<String> commonValueList() {
        return commonValues == null ? List.of() : ArrayText.elements(commonValues);
    }

    /** Bounds of the equal parts that the remaining values fall into; empty if there are none. */
    public List<String> histogramList() {
        return histogram == null ? List.of() : ArrayText.elements(histogram);
    }

    /** Share of the rows per common value. */
    public List<Double> commonFrequencyList() {
        return numbers(commonFrequencies);
    }

    /** The most common elements, sorted by value; empty if there are none. */
    public List<String> commonElementList() {
        return commonElements == null ? List.of() : ArrayText.elements(commonElements);
    }

    /** Share of the rows per common element, then the least, the greatest and perhaps that of null. */
    public List<Double> commonElementFrequencyList() {
        return numbers(commonElementFrequencies);
    }

    /** Distinct elements per row in equal parts, then their average. */
    public List<Double> elementCountList() {
        return numbers(elementCountHistogram);
    }

    private static List<Double> numbers(@Nullable String array) {
        return array == null
                ? List.of()
                : ArrayText.elements(array).stream().map(Double::valueOf).toList();
    }

    /** Number of distinct values in a table of that many rows. */
    public double distinctIn(double rows) {
        return Math.max(1, distinct < 0 ? -distinct * rows : distinct);
    }

    /** The same as those of another column, in a table without children. */
    public ColumnStatistics of(String otherColumn, int otherNumber) {
        return new ColumnStatistics(
                otherColumn,
                otherNumber,
                false,
                nullFraction,
                averageWidth,
                distinct,
                commonValues,
                commonFrequencies,
                histogram,
                correlation,
                commonElements,
                commonElementFrequencies,
                elementCountHistogram,
                rangeLengthHistogram,
                rangeEmptyFraction,
                rangeBoundsHistogram);
    }

    /** The statistics without values: only shares, widths and counts. */
    public ColumnStatistics withoutValues() {
        return new ColumnStatistics(
                column,
                number,
                inherited,
                nullFraction,
                averageWidth,
                distinct,
                null,
                commonFrequencies,
                null,
                correlation,
                null,
                null,
                elementCountHistogram,
                rangeLengthHistogram,
                rangeEmptyFraction,
                null);
    }
}
