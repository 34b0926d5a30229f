package dev.sonde.engine.size;

import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.ExpressionTypes;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of an expression that no index has yet. They are those of an index on the same expression if there is one;
 * otherwise they follow from the column: functions that keep values apart keep the number of values and the share of
 * nulls; parts of dates have as many values as there are; a truncated time has as many as its span holds. Of anything
 * else nothing is assumed, and the planner takes its default of 200 values.
 */
public final class ExpressionStatistics {

    /** What maps different values to different ones, or nearly so. */
    private static final Set<String> KEEP_APART =
            Set.of("lower", "upper", "btrim", "ltrim", "rtrim", "initcap", "reverse", "md5", "timezone", "coalesce");

    private static final Map<String, Double> PARTS = Map.of(
            "month", 12.0, "dow", 7.0, "isodow", 7.0, "hour", 24.0, "day", 31.0, "quarter", 4.0, "minute", 60.0, "week",
            53.0);

    private static final Map<String, Long> SECONDS = Map.of(
            "minute",
            60L,
            "hour",
            3600L,
            "day",
            86_400L,
            "week",
            604_800L,
            "month",
            2_629_746L,
            "quarter",
            7_889_238L,
            "year",
            31_556_952L);

    private static final int MD5_WIDTH = 33;

    private ExpressionStatistics() {}

    /** What is assumed of an expression, empty if nothing is. */
    public static Optional<ColumnStatistics> of(TableSnapshot table, String expression) {
        return ofIndex(table, expression).or(() -> derived(table, ExpressionParser.parse(expression), expression));
    }

    /** The statistics with the number of values that was observed. */
    public static ColumnStatistics ofDistinct(TableSnapshot table, String expression, double distinct) {
        ColumnStatistics base = of(table, expression).orElseGet(() -> plain(expression, 0, 16, distinct, null));
        double rows = table.size().estimatedTuples();
        return plain(
                expression,
                base.nullFraction(),
                base.averageWidth(),
                distinct > rows / 10 ? -Math.min(1, distinct / rows) : distinct,
                base.correlation());
    }

    /** The statistics as those of a key of an index. */
    public static ColumnStatistics numbered(ColumnStatistics found, int number) {
        return found.of(found.column(), number);
    }

    /** Type of an expression over the table, empty if it is not known. */
    public static String type(TableSnapshot table, String expression) {
        return types(table).of(ExpressionParser.parse(expression));
    }

    private static ExpressionTypes types(TableSnapshot table) {
        return new ExpressionTypes(column ->
                table.column(column.name()).map(TableSnapshot.Column::type).orElse(""));
    }

    private static Optional<ColumnStatistics> ofIndex(TableSnapshot table, String expression) {
        for (IndexSnapshot index : table.indexes()) {
            for (int i = 0; i < index.keys().size(); i++) {
                IndexSnapshot.Key key = index.keys().get(i);
                Expression parsed = ExpressionParser.parse(key.expression());
                if (key.column() == null && parsed.printable() && parsed.sql().equals(expression)) {
                    int number = i + 1;
                    return index.statistics().stream()
                            .filter(statistics -> statistics.number() == number)
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ColumnStatistics> derived(TableSnapshot table, Expression expression, String text) {
        List<Column> columns = expression.columns();
        if (columns.size() != 1) {
            return Optional.empty();
        }
        ColumnStatistics column = table.statisticsOf(columns.get(0).name()).orElse(null);
        if (column == null) {
            return Optional.empty();
        }
        if (expression instanceof Expression.Call call) {
            return ofCall(call, column, text);
        }
        if (expression instanceof Expression.Cast cast && cast.operand() instanceof Column) {
            String to = ExpressionTypes.base(cast.type());
            int width = to.equals("date") ? 4 : column.averageWidth();
            double distinct = to.equals("date") ? spans(column, 86_400L) : column.distinct();
            return Optional.of(plain(text, column.nullFraction(), width, distinct, column.correlation()));
        }
        return Optional.empty();
    }

    private static Optional<ColumnStatistics> ofCall(Expression.Call call, ColumnStatistics column, String text) {
        String name = ExpressionTypes.unqualified(call.function());
        String field = call.arguments().get(0).withoutCasts() instanceof Expression.Literal literal
                ? literal.text().replace("'", "").toLowerCase(Locale.ROOT)
                : "";
        if (KEEP_APART.contains(name)) {
            if (unchanged(name, column)) {
                return Optional.of(renamed(column, text));
            }
            if (name.equals("coalesce")) {
                return Optional.of(filled(call, column, text));
            }
            int width = name.equals("md5") ? MD5_WIDTH : column.averageWidth();
            Double correlation = name.equals("timezone") ? column.correlation() : null;
            return Optional.of(plain(text, column.nullFraction(), width, column.distinct(), correlation));
        }
        if (name.equals("date_trunc") && SECONDS.containsKey(field)) {
            return Optional.of(
                    plain(text, column.nullFraction(), 8, spans(column, SECONDS.get(field)), column.correlation()));
        }
        if ((name.equals("extract") || name.equals("date_part")) && PARTS.containsKey(field)) {
            return Optional.of(plain(text, column.nullFraction(), 8, PARTS.get(field), null));
        }
        return Optional.empty();
    }

    /** The constant that stands for null is as common as null was. */
    private static ColumnStatistics filled(Expression.Call call, ColumnStatistics column, String text) {
        Expression last = call.arguments().get(call.arguments().size() - 1).withoutCasts();
        boolean constant = last instanceof Expression.Literal && column.nullFraction() > 0;
        String literal = last instanceof Expression.Literal value ? value.text() : "";
        String unquoted = literal.startsWith("'")
                ? literal.substring(1, literal.length() - 1).replace("''", "'")
                : literal;
        return new ColumnStatistics(
                text,
                1,
                false,
                0,
                column.averageWidth(),
                column.distinct(),
                constant ? "{\"" + unquoted.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}" : null,
                constant ? "{" + column.nullFraction() + "}" : null,
                null,
                column.correlation(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether all values that the statistics show stay as they are: then so do the statistics. */
    private static boolean unchanged(String function, ColumnStatistics column) {
        if (column.commonValues() == null && column.histogram() == null) {
            return false;
        }
        return (function.equals("lower") || function.equals("upper"))
                && column.commonValueList().stream().allMatch(value -> same(function, value))
                && column.histogramList().stream().allMatch(value -> same(function, value));
    }

    private static boolean same(String function, String value) {
        String changed = function.equals("lower") ? value.toLowerCase(Locale.ROOT) : value.toUpperCase(Locale.ROOT);
        return changed.equals(value);
    }

    /** How many times a number of seconds goes into the span of a histogram; all its values if it has none. */
    private static double spans(ColumnStatistics column, long seconds) {
        List<String> bounds = column.histogramList();
        if (bounds.size() < 2) {
            return column.distinct();
        }
        Double from = Timestamps.seconds(bounds.get(0));
        Double to = Timestamps.seconds(bounds.get(bounds.size() - 1));
        return from == null || to == null ? column.distinct() : Math.max(1, Math.ceil((to - from) / seconds));
    }

    private static ColumnStatistics renamed(ColumnStatistics column, String text) {
        return new ColumnStatistics(
                text,
                1,
                false,
                column.nullFraction(),
                column.averageWidth(),
                column.distinct(),
                column.commonValues(),
                column.commonFrequencies(),
                column.histogram(),
                column.correlation(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ColumnStatistics plain(
            String text, double nulls, int width, double distinct, @Nullable Double correlation) {
        return new ColumnStatistics(
                text,
                1,
                false,
                nulls,
                width,
                distinct,
                null,
                null,
                null,
                correlation,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
