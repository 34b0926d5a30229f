package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that a workload does with one table. */
final class TableReads {

    private static final int UNKNOWN_WIDTH = 32;

    private final CatalogSnapshot snapshot;
    private final TableSnapshot table;
    private final List<TableSnapshot> partitions;
    private final List<TableAccess> accesses;
    private final Set<String> updated;
    private final Map<Subject, Integer> uses = new HashMap<>();

    /**
     * Puts the accesses of one table together.
     *
     * @param partitions those that hold its rows, empty if it holds them itself
     * @param updated columns that UPDATEs of the workload assign
     */
    TableReads(
            CatalogSnapshot snapshot,
            TableSnapshot table,
            List<TableSnapshot> partitions,
            List<TableAccess> accesses,
            Set<String> updated) {
        this.snapshot = snapshot;
        this.table = table;
        this.partitions = List.copyOf(partitions);
        this.accesses = List.copyOf(accesses);
        this.updated = new TreeSet<>(updated);
        for (TableAccess access : accesses) {
            access.subjects(Kind.EQUAL).forEach(subject -> uses.merge(subject, 1, Integer::sum));
            access.subjects(Kind.JOINED).forEach(subject -> uses.merge(subject, 1, Integer::sum));
        }
    }

    CatalogSnapshot snapshot() {
        return snapshot;
    }

    TableSnapshot table() {
        return table;
    }

    /** Partitions that hold the table's rows; empty if it holds them itself. */
    List<TableSnapshot> partitions() {
        return partitions;
    }

    List<TableAccess> accesses() {
        return accesses;
    }

    Set<String> updated() {
        return updated;
    }

    /** The schema of an extension, empty if it is not installed. */
    Optional<String> extension(String name) {
        return snapshot.extensions().stream()
                .filter(extension -> extension.name().equals(name))
                .map(CatalogSnapshot.Extension::schema)
                .findFirst();
    }

    /** Subjects that any access has conditions of that kind on. */
    Set<Subject> subjects(Kind kind) {
        Set<Subject> subjects = new TreeSet<>();
        accesses.forEach(access -> subjects.addAll(access.subjects(kind)));
        return subjects;
    }

    /** What most statements compare comes first, so that they can share an index; then the most selective. */
    List<Subject> sorted(Collection<Subject> subjects) {
        return subjects.stream()
                .sorted(Comparator.comparingInt((Subject subject) -> -uses.getOrDefault(subject, 0))
                        .thenComparingDouble(subject -> -distinct(subject))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    Optional<ColumnStatistics> statistics(Subject subject) {
        return subject.isColumn()
                ? table.statisticsOf(subject.expression())
                : ExpressionStatistics.of(table, subject.expression());
    }

    /** Distinct values, 0 if not known. */
    double distinct(Subject subject) {
        return statistics(subject)
                .map(statistics -> statistics.distinctIn(table.size().estimatedTuples()))
                .orElse(0.0);
    }

    /** Average bytes of a value. */
    int width(Subject subject) {
        return statistics(subject).map(ColumnStatistics::averageWidth).orElse(UNKNOWN_WIDTH);
    }
}
