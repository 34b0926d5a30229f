package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.AssignedColumns;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.CatalogSnapshot.ForeignKey;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a foreign key makes the server do behind a statement: for each row that is deleted from the referenced table, or
 * whose key is changed, it looks for rows that refer to it. No plan shows that, so the look-up is made a statement of
 * the workload, as the server's trigger runs it (ri_triggers.c).
 */
public final class ReferentialChecks {

    private ReferentialChecks() {}

    /** The look-ups behind one statement, with parameters; empty for most statements. */
    public static List<PlannedStatement> of(CatalogSnapshot snapshot, PlannedStatement statement, PlanNode plan) {
        List<PlannedStatement> checks = new ArrayList<>();
        plan.forEach(node -> {
            for (ForeignKey key : snapshot.foreignKeys()) {
                if (key.referenced().equals(node.relation()) && changesKey(node, key, statement.sql())) {
                    double rows = Math.max(
                            1,
                            node.children().stream().mapToDouble(PlanNode::rows).sum());
                    checks.add(new PlannedStatement(
                            statement.statement(), sql(key, snapshot), statement.calls() * rows, Set.of()));
                }
            }
        });
        return checks;
    }

    private static boolean changesKey(PlanNode node, ForeignKey key, String sql) {
        if (node.type().equals("Delete")) {
            return true;
        }
        if (!node.type().equals("Update")) {
            return false;
        }
        Set<String> assigned = AssignedColumns.of(sql);
        return key.referencedColumns().stream().anyMatch(assigned::contains);
    }

    private static String sql(ForeignKey key, CatalogSnapshot snapshot) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            terms.add("x." + SqlIdentifier.quoted(key.columns().get(i)) + " = $" + (i + 1));
        }
        boolean partitioned =
                snapshot.table(key.table()).map(TableSnapshot::partitioned).orElse(false);
        return "select 1 from " + (partitioned ? "" : "only ") + key.table().sql() + " x where "
                + String.join(" and ", terms) + " for key share of x";
    }
}
