package dev.sonde.engine.bind;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the texts to plan from a statement, its generic plan and what was bound. */
public final class Variants {

    private static final int MAX_VARIANTS = 8;
    private static final int MAX_LIMIT = 100_000;
    private static final Pattern LIMIT =
            Pattern.compile("(?i)\\b(?:limit|offset|fetch\\s+(?:first|next))\\s+\\$(\\d{1,5})");

    private final CatalogSnapshot snapshot;
    private final BindMatcher matcher;

    public Variants(CatalogSnapshot snapshot, BindMatcher matcher) {
        this.snapshot = snapshot;
        this.matcher = matcher;
    }

    /** What a parameter is compared with. */
    private record Target(
            Column column, String operator, TableSnapshot.Column type, Optional<ColumnStatistics> statistics) {
        boolean from() {
            return operator.startsWith(">");
        }

        boolean to() {
            return operator.startsWith("<") && !operator.equals("<>");
        }
    }

    /** The texts to plan; calls add up to those of the statement. */
    public List<PlannedStatement> of(WorkloadStatement statement, PlanNode generic) {
        Map<Integer, Target> targets = targets(generic);
        Set<Integer> limits = new HashSet<>();
        Matcher limit = LIMIT.matcher(statement.sql());
        while (limit.find()) {
            limits.add(Integer.valueOf(limit.group(1)));
        }
        Set<Column> bound = new HashSet<>();
        targets.forEach((number, target) -> {
            if (!statement.literalPositions().contains(number)) {
                bound.add(target.column());
            }
        });

        Map<String, Double> callsByText = new LinkedHashMap<>();
        double seen = statement.variants().stream()
                .mapToLong(WorkloadStatement.Variant::calls)
                .sum();
        for (WorkloadStatement.Variant variant : statement.variants()) {
            String sql = text(statement, variant.binds(), targets, limits);
            if (callsByText.size() >= MAX_VARIANTS && !callsByText.containsKey(sql)) {
                sql = text(statement, List.of(), targets, limits);
            }
            callsByText.merge(sql, statement.calls() * variant.calls() / seen, Double::sum);
        }
        if (callsByText.isEmpty()) {
            callsByText.put(text(statement, List.of(), targets, limits), (double) statement.calls());
        }
        List<PlannedStatement> planned = new ArrayList<>();
        callsByText.forEach((sql, calls) -> planned.add(new PlannedStatement(statement, sql, calls, bound)));
        return planned;
    }

    private String text(
            WorkloadStatement statement,
            List<@Nullable Integer> binds,
            Map<Integer, Target> targets,
            Set<Integer> limits) {
        Map<Integer, String> values = new TreeMap<>();
        targets.forEach((number, target) -> {
            Integer hash = number <= binds.size() ? binds.get(number - 1) : null;
            String value = value(target, position(target, targets.values()), hash);
            if (value != null) {
                values.put(number, StatementText.literal(value));
            }
        });
        for (int number : limits) {
            Integer hash = number <= binds.size() ? binds.get(number - 1) : null;
            Integer value = hash == null ? null : limit(hash);
            if (value != null) {
                values.put(number, value.toString());
            }
        }
        return StatementText.substitute(statement.sql(), values);
    }

    /**
     * Where in the histogram the representative of an unknown value is: the middle, or such that a range with one end
     * takes a third of the rows, as the planner assumes, and one with two ends a twentieth.
     */
    private static double position(Target target, Collection<Target> all) {
        if (!target.from() && !target.to()) {
            return 0.5;
        }
        boolean twoEnds = all.stream()
                .anyMatch(
                        other -> other.column().equals(target.column()) && (target.from() ? other.to() : other.from()));
        double halfWidth = twoEnds ? -0.025 : 1 / 6.0;
        return target.from() ? 0.5 + halfWidth : 0.5 - halfWidth;
    }

    private @Nullable String value(Target target, double position, @Nullable Integer hash) {
        ColumnStatistics statistics = target.statistics().orElse(null);
        if (statistics == null) {
            return null;
        }
        if (hash != null) {
            for (String value : statistics.commonValueList()) {
                if (matcher.matches(hash, value, target.type().type())) {
                    return value;
                }
            }
        }
        // The middle of what is left after the common values.
        List<String> histogram = statistics.histogramList();
        return histogram.isEmpty() ? null : histogram.get((int) Math.round((histogram.size() - 1) * position));
    }

    private @Nullable Integer limit(int hash) {
        for (int value = 0; value <= MAX_LIMIT; value++) {
            if (matcher.matches(hash, Integer.toString(value), "integer")) {
                return value;
            }
        }
        return null;
    }

    private Map<Integer, Target> targets(PlanNode plan) {
        Map<String, QualifiedName> tables = new HashMap<>();
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null) {
                tables.put(node.alias(), relation);
            }
        });
        Map<Integer, Target> targets = new TreeMap<>();
        plan.forEach(node -> node.conditions()
                .forEach(condition -> ExpressionParser.parse(condition).forEach(part -> {
                    if (part instanceof Expression.Operation operation && !takesWholeArray(operation)) {
                        String operator = operation.operator();
                        pair(operation.left(), operator, operation.right(), tables, targets);
                        pair(operation.right(), mirrored(operator), operation.left(), tables, targets);
                    }
                })));
        return targets;
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

    private void pair(
            Expression column,
            String operator,
            Expression parameter,
            Map<String, QualifiedName> tables,
            Map<Integer, Target> targets) {
        if (!(column.withoutCasts() instanceof Column reference)) {
            return;
        }
        QualifiedName name = tables.get(reference.table());
        TableSnapshot table = name == null ? null : snapshot.table(name).orElse(null);
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
                            number, new Target(reference, operator, type, table.statisticsOf(reference.name())));
                }
            }
        }
    }
}
