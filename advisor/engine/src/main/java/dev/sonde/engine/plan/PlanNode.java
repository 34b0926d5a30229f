package dev.sonde.engine.plan;

import dev.sonde.engine.index.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a plan.
 *
 * @param type as EXPLAIN's text names it, for example {@code Index Only Scan} or {@code Update}
 * @param operation the type with what else EXPLAIN's text puts before the names, for example {@code Parallel Seq Scan},
 *     {@code Left Hash Join}, {@code HashAggregate} or {@code SubPlan 1: Limit}
 * @param relation the table that is scanned or changed, null for other nodes
 * @param alias of that table in the statement, unique within the plan; empty if none
 * @param index name of the index that is scanned, null if none
 * @param joinType {@code Inner}, {@code Left}, …; empty if it is no join
 * @param conditions index conditions, filters and join conditions as the server deparses them
 * @param sortKeys with direction, as the server deparses them
 * @param groupKeys as the server deparses them
 * @param output as the server deparses it
 * @param details conditions and keys by the name that EXPLAIN gives them, for people
 */
public record PlanNode(
        String type,
        String operation,
        @Nullable QualifiedName relation,
        String alias,
        @Nullable String index,
        String joinType,
        List<String> conditions,
        List<String> sortKeys,
        List<String> groupKeys,
        List<String> output,
        double startupCost,
        double totalCost,
        double rows,
        int width,
        Map<String, String> details,
        List<PlanNode> children) {

    private static final Set<String> MODIFICATIONS = Set.of("Insert", "Update", "Delete", "Merge");

    public PlanNode {
        conditions = List.copyOf(conditions);
        sortKeys = List.copyOf(sortKeys);
        groupKeys = List.copyOf(groupKeys);
        output = List.copyOf(output);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // in EXPLAIN's order
        children = List.copyOf(children);
    }

    /** Whether the node changes its relation: {@code Insert}, {@code Update}, {@code Delete} or {@code Merge}. */
    public boolean modifies() {
        return MODIFICATIONS.contains(type);
    }

    /** Visits this node and all below it, parents first. */
    public void forEach(Consumer<PlanNode> visitor) {
        visitor.accept(this);
        children.forEach(child -> child.forEach(visitor));
    }

    /** Names of all indexes that the plan scans. */
    public Set<String> usedIndexes() {
        Set<String> names = new TreeSet<>();
        forEach(node -> {
            if (node.index() != null) {
                names.add(node.index());
            }
        });
        return names;
    }

    /** The same plan with some indexes under other names; those that the map does not hold keep theirs. */
    public PlanNode withIndexNames(Map<String, String> names) {
        return with(
                index == null ? null : names.getOrDefault(index, index),
                totalCost,
                children.stream().map(child -> child.withIndexNames(names)).toList());
    }

    /** The same node with another index name, cost and other children. */
    public PlanNode with(@Nullable String otherIndex, double otherCost, List<PlanNode> otherChildren) {
        return new PlanNode(
                type,
                operation,
                relation,
                alias,
                otherIndex,
                joinType,
                conditions,
                sortKeys,
                groupKeys,
                output,
                startupCost,
                otherCost,
                rows,
                width,
                details,
                otherChildren);
    }

    /** The plan in one line, for example {@code Limit > Sort > Seq Scan on tasks}. */
    public String summary() {
        String name = type;
        if (index != null) {
            name += " using " + index;
        }
        if (relation != null) {
            name += " on " + relation.name();
        }
        if (children.isEmpty()) {
            return name;
        }
        if (children.size() == 1) {
            return name + " > " + children.get(0).summary();
        }
        return name + " ("
                + String.join(", ", children.stream().map(PlanNode::summary).toList()) + ")";
    }

    /** The plan's shape without figures, for comparing two plans. */
    public String shape() {
        StringBuilder text = new StringBuilder();
        shape(text, 0);
        return text.toString();
    }

    private void shape(StringBuilder text, int depth) {
        text.append("  ".repeat(depth)).append(type).append(' ').append(joinType);
        text.append(' ').append(relation).append(' ').append(index).append(' ').append(conditions);
        text.append(' ').append(sortKeys).append('\n');
        children.forEach(child -> child.shape(text, depth + 1));
    }
}
