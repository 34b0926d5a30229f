package dev.sonde.engine.twin;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the real indexes that stand for a what-if index: the index itself, or on a partitioned table one on each partition
 * that holds rows. None of them is attached to an index of the partitioned table: the planner looks at the partitions' own,
 * and CREATE INDEX on the whole would take an equal index of a partition for its part, which could not be told from it then.
 */
record IndexPart(QualifiedName name, IndexDefinition definition, IndexSize size) {

    /**
     * The parts of an index, in the order of the partitions.
     *
     * @param partitions those of its table that hold rows; empty unless it is partitioned
     */
    static List<IndexPart> of(WhatIfIndex index, List<TableSnapshot> partitions) {
        IndexDefinition whole = index.definition();
        if (partitions.isEmpty()) {
            return List.of(new IndexPart(inSchemaOf(whole, index.name()), whole, index.size()));
        }
        List<IndexPart> parts = new ArrayList<>();
        for (TableSnapshot partition : partitions) {
            IndexDefinition definition = whole.on(partition.name());
            IndexSize size = index.size().parts().get(partition.name());
            if (size == null) {
                throw new IllegalArgumentException(
                        "no size of the index on " + partition.name() + ": " + whole.target());
            }
            QualifiedName name = inSchemaOf(definition, index.name() + "_p" + (parts.size() + 1));
            parts.add(new IndexPart(name, definition, size));
        }
        return parts;
    }

    QualifiedName table() {
        return definition.table();
    }

    private static QualifiedName inSchemaOf(IndexDefinition definition, String name) {
        return new QualifiedName(definition.table().schema(), name);
    }
}
