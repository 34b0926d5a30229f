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
            if (table.partitioned()) {
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

    /** The table that a plan's relation belongs to as {@link #table} has it, empty if the snapshot has none. */
    public Optional<TableSnapshot> whole(QualifiedName relation) {
        return table(top(relation));
    }

    /**
     * The table of that name. A partitioned one and its indexes have the sizes and counters of all leaves, and if it was
     * never analysed itself, which autovacuum does not do, it has the column statistics of the largest of them.
     */
    public Optional<TableSnapshot> table(QualifiedName name) {
        return Optional.ofNullable(wholes.getOrDefault(name, byName.get(name)));
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
                top.indexes().stream()
                        .map(index -> index.whole(parts(top, index)))
                        .toList(),
                RelationSize.sum(leaves.stream().map(TableSnapshot::size).toList()),
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

    /** Parts of an index on partitions that hold rows. */
    private List<IndexSnapshot> parts(TableSnapshot table, IndexSnapshot index) {
        QualifiedName name = new QualifiedName(table.name().schema(), index.name());
        List<IndexSnapshot> parts = new ArrayList<>();
        for (TableSnapshot partition : partitions(table.name())) {
            for (IndexSnapshot own : partition.indexes()) {
                if (name.equals(own.parent())) {
                    parts.addAll(partition.partitioned() ? parts(partition, own) : List.of(own));
                }
            }
        }
        return parts;
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
