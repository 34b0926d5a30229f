package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of {@code CREATE STATISTICS} and, where the role may read it, what ANALYZE put into it.
 *
 * @param definition as {@code pg_get_statisticsobjdef} gives it
 * @param target statistics target, -1 for the default
 * @param columns in the order of their attribute numbers
 * @param columnNumbers attribute numbers of the columns on the source; those of a restored table differ after dropped columns
 * @param expressions texts of the expressions in order; the contents number them -1, -2, …
 * @param data empty if never analysed or not readable; one for the table alone, one with its children
 */
public record ExtendedStatistics(
        QualifiedName name,
        String definition,
        int target,
        List<String> columns,
        List<Integer> columnNumbers,
        List<String> expressions,
        List<Data> data) {

    /**
     * Contents.
     *
     * @param inherited whether the children's rows were counted too
     * @param distinct text of {@code pg_ndistinct}, as {@code {"1, 2": 11}} by attribute numbers, null if not of that kind
     * @param dependencies text of {@code pg_dependencies}, as {@code {"1 => 2": 0.5}}, null if not of that kind
     * @param expressions statistics per expression; {@code number} is its place, from 1
     * @param raw the same as bytes, null if the role is no superuser
     */
    public record Data(
            boolean inherited,
            @Nullable String distinct,
            @Nullable String dependencies,
            @Nullable MostCommon mostCommon,
            List<ColumnStatistics> expressions,
            @Nullable Raw raw) {
        public Data {
            expressions = List.copyOf(expressions);
        }
    }

    /**
     * The most common combinations, as arrays in the server's text form.
     *
     * @param values {@code text[][]}: a row per combination; null if redacted
     * @param nulls {@code boolean[][]}: which of them are null
     */
    public record MostCommon(@Nullable String values, String nulls, String frequencies, String baseFrequencies) {}

    /** Hexadecimal digits of the server's own form; it holds attribute numbers and type OIDs of the source. */
    public record Raw(
            @Nullable String distinct,
            @Nullable String dependencies,
            @Nullable String mostCommon) {}

    public ExtendedStatistics {
        columns = List.copyOf(columns);
        columnNumbers = List.copyOf(columnNumbers);
        expressions = List.copyOf(expressions);
        data = List.copyOf(data);
    }
}
