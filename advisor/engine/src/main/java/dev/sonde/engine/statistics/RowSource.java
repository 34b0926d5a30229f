package dev.sonde.engine.statistics;

import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.Expression.Literal;
import dev.sonde.engine.plan.Expression.Operation;
import dev.sonde.engine.plan.Expression.Parameter;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a statement come from, as far as one table decides it.
 *
 * @param scan whose row count decides that of the statement, null if several do
 * @param groupKeys columns that rows are grouped by, if that decides their number
 * @param limited whether a LIMIT cuts them
 */
record RowSource(@Nullable PlanNode scan, List<String> groupKeys, boolean limited) {

    /** Nodes that hand on as many rows as they get, or cut them. */
    private static final Set<String> PASS_ON = Set.of(
            "Limit",
            "Sort",
            "Incremental Sort",
            "Gather",
            "Gather Merge",
            "LockRows",
            "Materialize",
            "Memoize",
            "Subquery Scan");

    static RowSource of(PlanNode root) {
        boolean limited = false;
        List<String> groupKeys = List.of();
        PlanNode node = root;
        while (node.relation() == null && node.children().size() == 1) {
            boolean groups = node.type().equals("Aggregate") || node.type().equals("Group");
            if (!PASS_ON.contains(node.type()) && !(groups && !node.groupKeys().isEmpty())) {
                break;
            }
            limited |= node.type().equals("Limit");
            if (groups && groupKeys.isEmpty()) {
                groupKeys = node.groupKeys();
            }
            node = node.children().get(0);
        }
        if (node.relation() != null) {
            return new RowSource(node, groupKeys, limited);
        }
        return new RowSource(groupKeys.isEmpty() ? onlyFiltered(node) : null, groupKeys, limited);
    }

    /** Of a join, the one scan that is filtered by a value: it is the likeliest to be misjudged. */
    private static @Nullable PlanNode onlyFiltered(PlanNode join) {
        List<PlanNode> filtered = new ArrayList<>();
        join.forEach(node -> {
            if (node.relation() != null && !equalColumns(node).isEmpty()) {
                filtered.add(node);
            }
        });
        return filtered.size() == 1 ? filtered.get(0) : null;
    }

    /** Columns that the scan compares with a value by {@code =}. */
    static Set<String> equalColumns(PlanNode scan) {
        Set<String> columns = new TreeSet<>();
        for (Expression term : terms(scan)) {
            if (term instanceof Operation operation
                    && operation.operator().equals("=")
                    && operation.left().withoutCasts() instanceof Column column
                    && isValue(operation.right())) {
                columns.add(column.name());
            } else if (term instanceof Column column) {
                columns.add(column.name());
            } else if (term instanceof Expression.Not not && not.operand() instanceof Column column) {
                columns.add(column.name());
            }
        }
        return columns;
    }

    /** A bitmap heap scan has its conditions in the bitmap index scans below. */
    static List<String> conditions(PlanNode scan) {
        List<String> conditions = new ArrayList<>();
        scan.forEach(node -> conditions.addAll(node.conditions()));
        return conditions;
    }

    private static List<Expression> terms(PlanNode scan) {
        List<Expression> terms = new ArrayList<>();
        conditions(scan)
                .forEach(condition ->
                        terms.addAll(ExpressionParser.parse(condition).conjuncts()));
        return terms;
    }

    private static boolean isValue(Expression side) {
        Expression bare = side.withoutCasts();
        return bare instanceof Parameter || bare instanceof Literal;
    }
}
