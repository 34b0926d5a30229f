package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table, partitioned table, partition or materialised view.
 *
 * @param size of the table's own file and what the planner believes of it
 * @param lastAnalysed latest manual or automatic ANALYZE, null if none is known
 * @param storageParameters {@code name=value}; those of the TOAST table begin with {@code toast.}
 * @param writes rows inserted, updated, HOT updated and deleted since the counters were reset
 * @param query of a materialised view, null otherwise and in files of format 1
 * @param parents tables it inherits from, in order; of a partition the partitioned table
 * @param partitionBound of a partition, as {@code FOR VALUES …} or {@code DEFAULT}, otherwise null
 * @param partitionKey of a partitioned table, as {@code RANGE (at)}, otherwise null
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
        Writes writes,
        boolean unlogged,
        @Nullable String query,
        List<QualifiedName> parents,
        @Nullable String partitionBound,
        @Nullable String partitionKey,
        List<ExtendedStatistics> extendedStatistics,
        RowSecurity rowSecurity) {

    /**
     * A column.
     *
     * @param type as {@code format_type} gives it, schema-qualified
     * @param collation SQL text, null for the type's default
     * @param expression default, or generation expression if {@code generated}
     * @param generated {@code s} stored, {@code v} virtual, empty if neither
     * @param identity {@code a} always, {@code d} by default, empty if none
     * @param identitySequence name and options of the identity column's sequence, as SQL; null if none or not known
     * @param inherited whether only a parent defines it, and the table itself does not
     * @param alterations clauses of {@code ALTER COLUMN} for what a definition cannot say, such as {@code set statistics 500}
     */
    public record Column(
            String name,
            int number,
            String type,
            boolean notNull,
            @Nullable String collation,
            @Nullable String expression,
            String generated,
            String identity,
            @Nullable String identitySequence,
            boolean inherited,
            List<String> alterations) {
        public Column {
            alterations = alterations == null ? List.of() : List.copyOf(alterations);
        }
    }

    /**
     * A check constraint.
     *
     * @param inherited whether a parent has it too
     */
    public record Check(String name, String definition, boolean inherited) {}

    /**
     * Row security.
     *
     * @param forced whether it holds for the owner too
     */
    public record RowSecurity(boolean enabled, boolean forced, List<Policy> policies) {
        static final RowSecurity NONE = new RowSecurity(false, false, List.of());

        public RowSecurity {
            policies = List.copyOf(policies);
        }
    }

    /**
     * A policy of row security.
     *
     * @param command {@code all}, {@code select}, {@code insert}, {@code update} or {@code delete}
     * @param roles whom it concerns; empty: everyone
     * @param using condition on rows read, null if none
     * @param check condition on rows written, null if none
     */
    public record Policy(
            String name,
            String command,
            boolean permissive,
            List<String> roles,
            @Nullable String using,
            @Nullable String check) {
        public Policy {
            roles = List.copyOf(roles);
        }
    }

    /** Row counters of the statistics collector. */
    public record Writes(long inserted, long updated, long hotUpdated, long deleted) {}

    public TableSnapshot {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        indexes = List.copyOf(indexes);
        statistics = List.copyOf(statistics);
        storageParameters = List.copyOf(storageParameters);
        // Files of format 1 have none of these.
        parents = parents == null ? List.of() : List.copyOf(parents);
        extendedStatistics = extendedStatistics == null ? List.of() : List.copyOf(extendedStatistics);
        rowSecurity = rowSecurity == null ? RowSecurity.NONE : rowSecurity;
    }

    /** Whether it has partitions instead of rows, and so no file. */
    public boolean partitioned() {
        return partitionKey != null;
    }

    /** Whether it is a partition of another table. */
    public boolean partition() {
        return partitionBound != null;
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
