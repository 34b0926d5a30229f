package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The partitioned tables of a snapshot as statements see them: one table with the rows of all its partitions. Plans,
 * files and statistics know the partitions only. This class is immutable.
 */
public final class PartitionedTables {

    private final Map<QualifiedName, TableSnapshot> byName = new HashMap<>();
    private final Map<QualifiedName, List<TableSnapshot>> partitions = new HashMap<>();
    private final Map<QualifiedName, TableSnapshot> wholes = new HashMap<>();

    /** Those of the snapshot. */
    public PartitionedTables(CatalogSnapshot snapshot) {
        this(snapshot.tables());
    }

    PartitionedTables(List<TableSnapshot> tables) {
        for (TableSnapshot table : tables) {
            byName.put(table.name(), table);
            if (table.partition() && !table.parents().isEmpty()) {
                partitions
                        .computeIfAbsent(table.parents().get(0), parent -> new ArrayList<>())
                        .add(table);
            }
        }
        for (TableSnapshot table : tables) {
            if (table.partitioned() && !table.partition()) {
                wholes.put(table.name(), whole(table));
            }
        }
    }

    /** The partitioned table at the top of the partitions that the table is one of; any other table itself. */
    public QualifiedName top(QualifiedName table) {
        TableSnapshot found = byName.get(table);
        return found == null || !found.partition() || found.parents().isEmpty()
                ? table
                : top(found.parents().get(0));
    }

    /** Partitions directly below the table, in the order of the snapshot. */
    public List<TableSnapshot> partitions(QualifiedName table) {
        return List.copyOf(partitions.getOrDefault(table, List.of()));
    }

    /** Partitions at any depth that hold rows, in the order of the snapshot; empty unless the table is partitioned. */
    public List<TableSnapshot> leaves(QualifiedName table) {
        List<TableSnapshot> leaves = new ArrayList<>();
        for (TableSnapshot partition : partitions(table)) {
            if (partition.partitioned()) {
                leaves.addAll(leaves(partition.name()));
            } else {
                leaves.add(partition);
            }
        }
        return leaves;
    }

    /**
     * The table that a plan's relation belongs to, empty if the snapshot has none. A partitioned table has the sizes and
     * counters of all its leaves, and if it was never analysed itself, which autovacuum does not do, the column statistics
     * of the largest of them.
     */
    public Optional<TableSnapshot> whole(QualifiedName relation) {
        QualifiedName top = top(relation);
        return Optional.ofNullable(wholes.getOrDefault(top, byName.get(top)));
    }

    private TableSnapshot whole(TableSnapshot top) {
        List<TableSnapshot> leaves = leaves(top.name());
        List<ColumnStatistics> statistics = top.statistics();
        if (statistics.isEmpty()) {
            statistics = leaves.stream()
                    .max(Comparator.comparingInt(leaf -> leaf.size().filePages()))
                    .map(TableSnapshot::statistics)
                    .orElse(List.of());
        }
        return new TableSnapshot(
                top.name(),
                top.materialised(),
                top.columns(),
                top.checks(),
                top.indexes(),
                size(leaves),
                statistics,
                top.storageParameters(),
                top.lastAnalysed(),
                writes(leaves),
                top.unlogged(),
                top.query(),
                top.parents(),
                top.partitionBound(),
                top.partitionKey(),
                top.extendedStatistics(),
                top.rowSecurity());
    }

    private static RelationSize size(List<TableSnapshot> leaves) {
        long pages = 0;
        double tuples = 0;
        long allVisible = 0;
        long allFrozen = 0;
        for (TableSnapshot leaf : leaves) {
            pages += leaf.size().filePages();
            tuples += leaf.size().estimatedTuples();
            allVisible += leaf.size().allVisible();
            allFrozen += leaf.size().allFrozen();
        }
        return new RelationSize(
                pages * RelationSize.PAGE_BYTES, number(pages), tuples, number(allVisible), number(allFrozen));
    }

    private static int number(long pages) {
        return (int) Math.min(Integer.MAX_VALUE, pages);
    }

    private static TableSnapshot.Writes writes(List<TableSnapshot> leaves) {
        TableSnapshot.Writes sum = new TableSnapshot.Writes(0, 0, 0, 0);
        for (TableSnapshot leaf : leaves) {
            TableSnapshot.Writes writes = leaf.writes();
            sum = new TableSnapshot.Writes(
                    sum.inserted() + writes.inserted(),
                    sum.updated() + writes.updated(),
                    sum.hotUpdated() + writes.hotUpdated(),
                    sum.deleted() + writes.deleted());
        }
        return sum;
    }
}
