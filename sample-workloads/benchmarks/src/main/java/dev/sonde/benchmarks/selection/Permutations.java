package dev.sonde.benchmarks.selection;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All B-trees on up to some number of columns that one statement names, in every order: what published comparisons of
 * selection algorithms choose from.
 */
public final class Permutations {

    private Permutations() {}

    /** Those on the columns of a snapshot's tables that a statement's text names. */
    public static List<IndexDefinition> of(CatalogSnapshot snapshot, List<String> statements, int width) {
        Set<IndexDefinition> definitions = new LinkedHashSet<>();
        for (String statement : statements) {
            for (TableSnapshot table : snapshot.tables()) {
                List<String> named = table.columns().stream()
                        .map(TableSnapshot.Column::name)
                        .filter(statement::contains)
                        .toList();
                extend(table.name(), List.of(), named, width, definitions);
            }
        }
        return List.copyOf(definitions);
    }

    private static void extend(
            QualifiedName table, List<String> keys, List<String> columns, int width, Set<IndexDefinition> definitions) {
        if (!keys.isEmpty()) {
            definitions.add(IndexDefinition.btree(table, keys.toArray(String[]::new)));
        }
        if (keys.size() < width) {
            for (String column : columns) {
                if (!keys.contains(column)) {
                    List<String> longer = new ArrayList<>(keys);
                    longer.add(column);
                    extend(table, longer, columns, width, definitions);
                }
            }
        }
    }
}
