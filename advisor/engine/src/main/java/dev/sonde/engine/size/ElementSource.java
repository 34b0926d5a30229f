package dev.sonde.engine.size;

import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.size.Elements.Element;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a column, from the best that the statistics hold: common elements of arrays and texts, or the values of
 * the histogram taken apart as the operator class does.
 */
final class ElementSource {

    private static final int KEY = 4;
    private static final int WORD_BYTES = 8;
    private static final double WORDS_PER_BYTE = 1.0 / 7;
    private static final double TRIGRAMS_PER_BYTE = 0.9;
    private static final double UNKNOWN_ELEMENTS = 8;

    private ElementSource() {}

    static Elements of(TableSnapshot table, IndexColumn column, String operatorClass, double rows) {
        ColumnStatistics own = column.statistics();
        if (own != null && own.commonElementFrequencies() != null) {
            return CommonElements.of(own, column.type(), rows * (1 - column.nullFraction()));
        }
        if (own != null && column.type().endsWith("[]")) {
            return ofArrays(own, column, rows * (1 - column.nullFraction()));
        }
        ColumnStatistics source = own != null ? own : ofUnderlying(table, column.name());
        double present = rows * (1 - (source == null ? 0 : source.nullFraction()));
        double width = source == null ? 32 : source.averageWidth();
        if (operatorClass.endsWith("gin_trgm_ops")) {
            return sampled(source, Tokens::trigrams, present, KEY, TRIGRAMS_PER_BYTE * width);
        }
        if (column.type().equals("jsonb")) {
            boolean paths = operatorClass.equals("jsonb_path_ops");
            Function<String, List<Element>> tokens = paths ? Tokens::jsonPaths : Tokens::jsonKeys;
            return sampled(source, tokens, present, paths ? KEY : keyBytes(source, tokens), UNKNOWN_ELEMENTS);
        }
        if (column.type().equals("tsvector") && own == null) {
            return sampled(source, Tokens::words, present, WORD_BYTES, WORDS_PER_BYTE * width);
        }
        return new Elements(
                List.of(new Duplicates.Group(Math.max(1, rows / 10), UNKNOWN_ELEMENTS * 10, false)), WORD_BYTES);
    }

    /** Of arrays with no common element: each is rarer than ANALYZE counts exactly. */
    private static Elements ofArrays(ColumnStatistics statistics, IndexColumn column, double rows) {
        int fixed = TypeLayout.of(column.type().replace("[]", "")).length();
        List<Double> counts = statistics.elementCountList();
        double perRow = counts.isEmpty() ? UNKNOWN_ELEMENTS : counts.get(counts.size() - 1);
        double key = fixed > 0 ? fixed : keyBytes(statistics, Tokens::elements) - 1;
        if (counts.isEmpty()) {
            return sampled(statistics, Tokens::elements, rows, key, UNKNOWN_ELEMENTS);
        }
        Set<String> values = new TreeSet<>();
        statistics.histogramList().forEach(array -> Tokens.elements(array).forEach(each -> values.add(each.key())));
        double range = Elements.rangeOfIntegers(values);
        double distinct =
                range > 0 ? Elements.present(range, perRow * rows) : RareElements.whereNoneIsListed(perRow, rows);
        return new Elements(List.of(new Duplicates.Group(distinct, perRow * rows / distinct, false)), key);
    }

    private static @Nullable ColumnStatistics ofUnderlying(TableSnapshot table, String expression) {
        List<Expression.Column> columns = ExpressionParser.parse(expression).columns();
        return columns.size() == 1 ? table.statisticsOf(columns.get(0).name()).orElse(null) : null;
    }

    private static Elements sampled(
            @Nullable ColumnStatistics statistics,
            Function<String, List<Element>> tokens,
            double rows,
            double keyBytes,
            double perRow) {
        List<List<Element>> samples = new ArrayList<>();
        if (statistics != null) {
            statistics.histogramList().forEach(value -> samples.add(tokens.apply(value)));
            if (samples.isEmpty()) {
                statistics.commonValueList().forEach(value -> samples.add(tokens.apply(value)));
            }
        }
        if (samples.isEmpty()) {
            // Redacted, or wider than what statistics keep: as many rare elements as rows have, shared by ten rows.
            double distinct = Math.max(1, rows * perRow / 10);
            return new Elements(List.of(new Duplicates.Group(distinct, 10, false)), keyBytes);
        }
        return Elements.ofSample(samples, rows, keyBytes);
    }

    private static double keyBytes(@Nullable ColumnStatistics statistics, Function<String, List<Element>> tokens) {
        double bytes = 0;
        double count = 0;
        if (statistics != null) {
            for (String value : statistics.histogramList()) {
                for (Element token : tokens.apply(value)) {
                    // A flag and a header of one byte before the text.
                    bytes += 2 + token.key().getBytes(StandardCharsets.UTF_8).length;
                    count++;
                }
            }
        }
        return count == 0 ? WORD_BYTES : bytes / count;
    }
}
