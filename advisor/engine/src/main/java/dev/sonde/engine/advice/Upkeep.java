package dev.sonde.engine.advice;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates what an index costs the captured writes, in units of planner cost: for each row inserted, and for each row
 * updated in a column of the index, one descent, two index tuples and a tenth of a random page. An index whose columns
 * are not updated costs an UPDATE nothing as long as the update stays on its page. A model, not a measurement.
 */
final class Upkeep {

    private static final double DESCENT_PER_LEVEL = 50 * 0.0025;
    private static final double TUPLES = 2 * 0.005;
    private static final double PAGE = 0.1 * 4;
    private static final Pattern SET =
            Pattern.compile("(?is)\\bupdate\\b.*?\\bset\\b(.*?)(?:\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)");
    private static final Pattern ASSIGNED = Pattern.compile("(?:\"([^\"]+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))\\s*=");

    private Upkeep() {}

    static double of(WhatIfIndex index, TableSnapshot table, List<PlannedStatement> statements, List<PlanNode> plans) {
        double perRow = (index.size().height() + 1) * DESCENT_PER_LEVEL + TUPLES + PAGE;
        double all = Math.max(1, table.size().estimatedTuples());
        double share = Math.min(1, index.size().tuples() / all);
        double rows = 0;
        for (int i = 0; i < statements.size(); i++) {
            rows += statements.get(i).calls() * rowsWritten(index, statements.get(i), plans.get(i));
        }
        return rows * share * perRow;
    }

    private static double rowsWritten(WhatIfIndex index, PlannedStatement statement, PlanNode plan) {
        double[] rows = {0};
        plan.forEach(node -> {
            if (node.modifies() && index.definition().table().equals(node.relation())) {
                boolean writes = node.type().equals("Insert")
                        || (node.type().equals("Update") && touches(index, statement.sql()));
                if (writes) {
                    rows[0] += Math.max(
                            1,
                            node.children().stream().mapToDouble(PlanNode::rows).sum());
                }
            }
        });
        return rows[0];
    }

    private static boolean touches(WhatIfIndex index, String sql) {
        Set<String> columns = new HashSet<>(index.definition().include());
        index.definition().keys().forEach(key -> columns.add(key.expression()));
        Matcher set = SET.matcher(sql);
        while (set.find()) {
            Matcher assigned = ASSIGNED.matcher(set.group(1));
            while (assigned.find()) {
                String quoted = assigned.group(1);
                if (columns.contains(quoted != null ? quoted : assigned.group(2).toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
        }
        return false;
    }
}
