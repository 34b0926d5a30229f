package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Existing indexes that a longer new one would make superfluous: plain B-trees over columns whose keys are the new
 * one's first, in its order or the reverse, and whose other columns it holds. An index that is unique, belongs to a
 * constraint, is partial, invalid or part of a partitioned one is never among them; so neither is a replica identity,
 * which must be unique. A foreign key stays served, since the leading columns stay.
 */
record Replaceable(WhatIfIndex index, BitSet covering) {

    /** All such indexes, in the snapshot's order. */
    static List<Replaceable> of(CatalogSnapshot snapshot, List<WhatIfIndex> candidates) {
        Map<String, Integer> names = new HashMap<>();
        snapshot.tables()
                .forEach(table -> table.indexes().forEach(index -> names.merge(index.name(), 1, Integer::sum)));
        List<Replaceable> found = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            for (IndexSnapshot index : table.indexes()) {
                // Plans name indexes without their schema, and partitions' instead of partitioned ones.
                if (!table.partitioned() && isPlain(index) && names.getOrDefault(index.name(), 0) == 1) {
                    IndexDefinition definition = index.on(table.name());
                    BitSet covering = new BitSet();
                    for (int i = 0; i < candidates.size(); i++) {
                        covering.set(i, covers(candidates.get(i).definition(), definition));
                    }
                    if (!covering.isEmpty()) {
                        IndexSize size = new IndexSize(
                                index.size().filePages(), index.size().estimatedTuples(), index.height());
                        found.add(new Replaceable(new WhatIfIndex(index.name(), definition, size), covering));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isPlain(IndexSnapshot index) {
        return index.valid()
                && !index.unique()
                && index.constraint() == null
                && index.parent() == null
                && index.method().equals("btree")
                && index.predicate().isEmpty()
                && index.keys().stream()
                        .allMatch(key -> key.column() != null && key.defaultOperatorClass() && key.defaultCollation());
    }

    static boolean covers(IndexDefinition longer, IndexDefinition shorter) {
        int width = shorter.keys().size();
        if (!longer.table().equals(shorter.table())
                || !longer.method().equals("btree")
                || !longer.predicate().isEmpty()
                || longer.keys().size() < width) {
            return false;
        }
        List<Key> leading = longer.keys().subList(0, width);
        List<String> held = new ArrayList<>(longer.include());
        longer.keys().forEach(key -> held.add(key.expression()));
        return (leading.equals(shorter.keys())
                        || leading.equals(shorter.backwards().keys()))
                && held.containsAll(shorter.include());
    }
}
