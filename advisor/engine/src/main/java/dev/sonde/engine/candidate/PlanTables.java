package dev.sonde.engine.candidate;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of one plan by their aliases. */
final class PlanTables {

    private final CatalogSnapshot snapshot;
    private final TreeMap<String, TableSnapshot> byAlias = new TreeMap<>();
    private final TreeSet<QualifiedName> unknown = new TreeSet<>();

    PlanTables(CatalogSnapshot snapshot, PlanNode plan) {
        this.snapshot = snapshot;
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null && !node.modifies()) {
                snapshot.table(relation)
                        .ifPresentOrElse(
                                table -> byAlias.putIfAbsent(node.alias(), table), () -> unknown.add(relation));
            }
        });
    }

    Set<String> aliases() {
        return byAlias.keySet();
    }

    /** Relations that are scanned and not in the snapshot. */
    Set<QualifiedName> unknown() {
        return unknown;
    }

    CatalogSnapshot snapshot() {
        return snapshot;
    }

    /** The alias a column belongs to: with one table in the plan the server leaves it out of the output. */
    String aliasOf(Column column) {
        return column.table().isEmpty() && byAlias.size() == 1 ? byAlias.firstKey() : column.table();
    }

    @Nullable
    TableSnapshot table(String alias) {
        return byAlias.get(alias);
    }

    TableSnapshot.@Nullable Column column(Column column) {
        TableSnapshot table = byAlias.get(aliasOf(column));
        return table == null ? null : table.column(column.name()).orElse(null);
    }

    /** A column's type, empty if it is not known. */
    String type(Column column) {
        TableSnapshot.Column definition = column(column);
        return definition == null ? "" : definition.type();
    }
}
