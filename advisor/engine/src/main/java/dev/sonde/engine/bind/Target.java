package dev.sonde.engine.bind;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a parameter is compared with.
 *
 * @param table that the column belongs to; of a partition the partitioned table, which the value is as likely to be in
 * @param column with its alias in the plan
 * @param operator as if the column stood on the left
 */
public record Target(
        QualifiedName table,
        Column column,
        String operator,
        TableSnapshot.Column type,
        Optional<ColumnStatistics> statistics) {

    boolean from() {
        return operator.startsWith(">");
    }

    boolean to() {
        return operator.startsWith("<") && !operator.equals("<>");
    }

    /** The targets of a statement's parameters, read from its generic plan. */
    public static Map<Integer, Target> of(CatalogSnapshot snapshot, PlanNode plan) {
        Reader reader = new Reader();
        PartitionedTables partitioned = new PartitionedTables(snapshot);
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null) {
                partitioned.whole(relation).ifPresent(table -> reader.tables.put(node.alias(), table));
            }
        });
        plan.forEach(node -> node.conditions()
                .forEach(condition -> ExpressionParser.parse(condition).forEach(reader::part)));
        return reader.targets;
    }

    private static final class Reader {
        private final Map<String, TableSnapshot> tables = new HashMap<>();
        private final Map<Integer, Target> targets = new TreeMap<>();

        void part(Expression part) {
            if (part instanceof Expression.Operation operation && !takesWholeArray(operation)) {
                String operator = operation.operator();
                pair(operation.left(), operator, operation.right());
                pair(operation.right(), mirrored(operator), operation.left());
            }
        }

        private void pair(Expression side, String operator, Expression parameter) {
            if (!(side.withoutCasts() instanceof Column reference)) {
                return;
            }
            TableSnapshot table = tables.get(reference.table());
            TableSnapshot.Column type =
                    table == null ? null : table.column(reference.name()).orElse(null);
            if (table == null || type == null) {
                return;
            }
            // A parameter alone, or an ARRAY of parameters that an IN list became.
            Expression operand = parameter.withoutCasts();
            List<Expression> parts = operand instanceof Expression.Other list
                    ? list.parts()
                    : operand instanceof Expression.Call call ? call.arguments() : List.of(parameter);
            boolean plain = parts.stream().allMatch(part -> part.withoutCasts() instanceof Expression.Parameter);
            boolean wholeArray = parameter.withoutCasts() instanceof Expression.Parameter
                    && type.type().endsWith("[]");
            if (plain && !wholeArray) {
                for (Expression part : parts) {
                    for (int number : part.parameters()) {
                        targets.putIfAbsent(
                                number,
                                new Target(
                                        table.name(), reference, operator, type, table.statisticsOf(reference.name())));
                    }
                }
            }
        }

        /** {@code = any ($1)}: an element's value would be no array, and the planner's guess of ten elements is as good. */
        private static boolean takesWholeArray(Expression.Operation operation) {
            boolean quantified = operation.any() || operation.operator().endsWith(" all");
            return quantified && operation.right().withoutCasts() instanceof Expression.Parameter;
        }

        private static String mirrored(String operator) {
            return switch (operator) {
                case "<" -> ">";
                case "<=" -> ">=";
                case ">" -> "<";
                case ">=" -> "<=";
                default -> operator;
            };
        }
    }
}
