package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table or materialised view.
 *
 * @param size of the table's own file and what the planner believes of it
 * @param lastAnalysed latest manual or automatic ANALYZE, null if none is known
 * @param writes rows inserted, updated, HOT updated and deleted since the counters were reset
 */
public record TableSnapshot(
        QualifiedName name,
        boolean materialised,
        List<Column> columns,
        List<Check> checks,
        List<IndexSnapshot> indexes,
        RelationSize size,
        List<ColumnStatistics> statistics,
        List<String> storageParameters,
        @Nullable String lastAnalysed,
        Writes writes) {

    /**
     * A column.
     *
     * @param type as {@code format_type} gives it, schema-qualified
     * @param collation SQL text, null for the type's default
     * @param expression default, or generation expression if {@code generated}
     * @param generated {@code s} stored, {@code v} virtual, empty if neither
     * @param identity {@code a} always, {@code d} by default, empty if none
     */
    public record Column(
            String name,
            int number,
            String type,
            boolean notNull,
            @Nullable String collation,
            @Nullable String expression,
            String generated,
            String identity) {}

    /** A check constraint. */
    public record Check(String name, String definition) {}

    /** Row counters of the statistics collector. */
    public record Writes(long inserted, long updated, long hotUpdated, long deleted) {}

    public TableSnapshot {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        indexes = List.copyOf(indexes);
        statistics = List.copyOf(statistics);
        storageParameters = List.copyOf(storageParameters);
    }

    /** The column of that name. */
    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    /** The statistics of that column. */
    public Optional<ColumnStatistics> statisticsOf(String columnName) {
        return statistics.stream()
                .filter(column -> column.column().equals(columnName))
                .findFirst();
    }

    /** Whether the planner has never been told how many rows there are. */
    public boolean neverAnalysed() {
        return size.tuples() < 0 && size.bytes() > 0;
    }
}
