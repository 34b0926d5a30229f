package dev.sonde.engine.candidate;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one plan by their aliases. A plan scans partitions, each under an alias of its own, and below an Append these
 * are the statement's alias and a number; here they are one table again, under the alias that the statement gave it.
 */
final class PlanTables {

    private static final Pattern NUMBER = Pattern.compile("_\\d+$");
    private static final Set<String> APPENDS = Set.of("Append", "Merge Append");

    private final CatalogSnapshot snapshot;
    private final PartitionedTables partitioned;
    private final TreeMap<String, TableSnapshot> byAlias = new TreeMap<>();
    private final TreeSet<QualifiedName> unknown = new TreeSet<>();

    /** By the alias of a partition the one that its table has here. */
    private final Map<String, String> wholes = new HashMap<>();

    /** One reference of a statement to a partitioned table: no partition is scanned twice for it. */
    private record Reference(QualifiedName table, String alias, Set<QualifiedName> partitions, List<String> aliases) {}

    PlanTables(CatalogSnapshot snapshot, PartitionedTables partitioned, PlanNode plan) {
        this.snapshot = snapshot;
        this.partitioned = partitioned;
        List<Reference> references = new ArrayList<>();
        scan(plan, false, references);
        for (Reference reference : references) {
            boolean free = !byAlias.containsKey(reference.alias());
            String alias = free ? reference.alias() : reference.aliases().get(0);
            partitioned.whole(reference.table()).ifPresent(whole -> byAlias.put(alias, whole));
            reference.aliases().forEach(ofPartition -> wholes.put(ofPartition, alias));
        }
    }

    private void scan(PlanNode node, boolean appended, List<Reference> references) {
        QualifiedName relation = node.relation();
        if (relation != null && !node.modifies()) {
            QualifiedName top = partitioned.top(relation);
            if (!top.equals(relation)) {
                refer(top, node, appended, references);
            } else {
                snapshot.table(relation)
                        .ifPresentOrElse(
                                table -> byAlias.putIfAbsent(node.alias(), table), () -> unknown.add(relation));
            }
        }
        boolean below = appended || APPENDS.contains(node.type());
        node.children().forEach(child -> scan(child, below, references));
    }

    private static void refer(QualifiedName table, PlanNode scan, boolean appended, List<Reference> references) {
        String alias = appended ? NUMBER.matcher(scan.alias()).replaceFirst("") : scan.alias();
        for (Reference reference : references) {
            boolean same = reference.table().equals(table) && reference.alias().equals(alias);
            if (same && reference.partitions().add(scan.relation())) {
                reference.aliases().add(scan.alias());
                return;
            }
        }
        references.add(new Reference(
                table, alias, new HashSet<>(Set.of(scan.relation())), new ArrayList<>(List.of(scan.alias()))));
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
        return column.table().isEmpty() && byAlias.size() == 1
                ? byAlias.firstKey()
                : wholes.getOrDefault(column.table(), column.table());
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
