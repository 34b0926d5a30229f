package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the table accesses out of a statement's plan. */
final class AccessReader {

    /** Nodes that hand up what they get; those that sort or hash ask for no more than is needed. */
    private static final Set<String> PASS_ON = Set.of(
            "Limit",
            "LockRows",
            "Sort",
            "Incremental Sort",
            "Unique",
            "Hash",
            "Materialize",
            "Memoize",
            "Gather",
            "Gather Merge",
            "Append",
            "Merge Append");

    private static final Set<String> SMALL = Set.of("Sort", "Incremental Sort", "Hash", "Materialize", "Memoize");

    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "wholerow");

    private static final Set<String> RANGE_OPERATORS = Set.of("<", "<=", ">", ">=");

    private final CatalogSnapshot snapshot;
    private final PlannedStatement statement;
    private final TreeMap<String, Found> byAlias = new TreeMap<>();

    /** What is found about one alias. */
    private static final class Found {
        private final TableSnapshot table;
        private final Set<String> equal = new TreeSet<>();
        private final Set<String> anyOf = new TreeSet<>();
        private final Set<String> joined = new TreeSet<>();
        private final Set<String> ranges = new TreeSet<>();
        private final List<Filter> filters = new ArrayList<>();
        private final Set<String> needed = new TreeSet<>();
        private List<IndexDefinition.Key> order = List.of();
        private boolean wholeRow;

        private Found(TableSnapshot table) {
            this.table = table;
        }
    }

    private AccessReader(CatalogSnapshot snapshot, PlannedStatement statement) {
        this.snapshot = snapshot;
        this.statement = statement;
    }

    static List<TableAccess> read(CatalogSnapshot snapshot, PlannedStatement statement, PlanNode plan) {
        AccessReader reader = new AccessReader(snapshot, statement);
        plan.forEach(reader::table);
        reader.node(plan, true);
        List<TableAccess> accesses = new ArrayList<>();
        for (Found found : reader.byAlias.values()) {
            accesses.add(new TableAccess(
                    found.table.name(),
                    found.equal,
                    found.anyOf,
                    found.joined,
                    found.ranges,
                    found.filters,
                    found.order,
                    found.wholeRow ? Set.of() : found.needed));
        }
        return accesses;
    }

    private void table(PlanNode node) {
        QualifiedName relation = node.relation();
        if (relation != null && !node.modifies()) {
            snapshot.table(relation).ifPresent(table -> byAlias.putIfAbsent(node.alias(), new Found(table)));
        }
    }

    /**
     * Reads a node and all below it.
     *
     * @param outputNeeded false below a node that computes its own output: a scan then hands up whole rows because that
     *     is cheapest, and says nothing of what is needed
     */
    private void node(PlanNode node, boolean outputNeeded) {
        if (outputNeeded || node.relation() == null || node.modifies()) {
            needed(node.output());
        }
        needed(node.groupKeys());
        node.children().forEach(child -> node(child, asksForNoMore(node, outputNeeded)));
        for (String condition : node.conditions()) {
            for (Expression term : ExpressionParser.parse(condition).conjuncts()) {
                term.columns().forEach(this::needed);
                term(term);
            }
        }
        order(node.sortKeys());
        order(node.groupKeys());
    }

    private static boolean asksForNoMore(PlanNode node, boolean outputNeeded) {
        boolean small = SMALL.contains(node.type());
        return small || (outputNeeded && (PASS_ON.contains(node.type()) || node.modifies()));
    }

    private void needed(List<String> expressions) {
        expressions.forEach(text -> ExpressionParser.parse(text).columns().forEach(this::needed));
    }

    private void needed(Column column) {
        // With one table in the plan the server leaves the alias out of the output.
        boolean bare = column.table().isEmpty() && byAlias.size() == 1;
        String alias = bare ? byAlias.firstKey() : column.table();
        Found found = byAlias.get(alias);
        if (found == null) {
            return;
        }
        if (found.table.column(column.name()).isPresent()) {
            found.needed.add(column.name());
        } else if (!bare
                || SYSTEM_COLUMNS.contains(column.name())
                || column.name().equals(alias)) {
            found.wholeRow = true; // ctid, or the row as such
        }
    }

    private void term(Expression term) {
        if (term instanceof Expression.NullTest test && test.operand() instanceof Column column) {
            filter(column, term, nullShare(column, test.negated()));
        } else if (term instanceof Column column) {
            equal(column, term, commonShare(column, "t"));
        } else if (term instanceof Expression.Not not && not.operand() instanceof Column column) {
            equal(column, term, commonShare(column, "f"));
        } else if (term instanceof Expression.Operation operation) {
            operation(operation, operation.left(), operation.right());
            if (!operation.any()) {
                operation(operation, operation.right(), operation.left());
            }
        }
    }

    private void operation(Expression.Operation operation, Expression side, Expression other) {
        if (!(side.withoutCasts() instanceof Column column)) {
            return;
        }
        Found found = byAlias.get(column.table());
        if (found == null || other.columns().stream().anyMatch(c -> c.table().equals(column.table()))) {
            return;
        }
        boolean join = other.columns().stream().anyMatch(c -> byAlias.containsKey(c.table()));
        if (operation.operator().equals("=")) {
            if (operation.any()) {
                found.anyOf.add(column.name());
            } else if (join) {
                found.joined.add(column.name());
            } else if (other.withoutCasts() instanceof Expression.Literal literal) {
                equal(column, operation, commonShare(column, unquoted(literal.text())));
            } else {
                found.equal.add(column.name());
            }
        } else if (RANGE_OPERATORS.contains(operation.operator()) && !join) {
            found.ranges.add(column.name());
        }
    }

    private void equal(Column column, Expression term, double share) {
        Found found = byAlias.get(column.table());
        if (found != null) {
            found.equal.add(column.name());
            filter(column, term, share);
        }
    }

    private void filter(Column column, Expression term, double share) {
        Found found = byAlias.get(column.table());
        // A value that was bound is unknown to a generic plan, which then cannot use the partial index.
        if (found != null && !statement.boundColumns().contains(column)) {
            found.filters.add(new Filter(column.name(), term, share));
        }
    }

    private double nullShare(Column column, boolean negated) {
        ColumnStatistics statistics = statistics(column);
        double nulls = statistics == null ? 0.5 : statistics.nullFraction();
        return negated ? 1 - nulls : nulls;
    }

    private double commonShare(Column column, String value) {
        ColumnStatistics statistics = statistics(column);
        if (statistics == null) {
            return 1;
        }
        List<String> values = statistics.commonValueList();
        List<Double> shares = statistics.commonFrequencyList();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).equals(value)) {
                return shares.get(i);
            }
        }
        return 1; // an index for one of very many values serves nobody else
    }

    private @Nullable ColumnStatistics statistics(Column column) {
        Found found = byAlias.get(column.table());
        return found == null ? null : found.table.statisticsOf(column.name()).orElse(null);
    }

    private static String unquoted(String literal) {
        return literal.startsWith("'")
                ? literal.substring(1, literal.length() - 1).replace("''", "'")
                : literal;
    }

    private void order(List<String> keys) {
        List<IndexDefinition.Key> order = new ArrayList<>();
        String alias = null;
        for (String text : keys) {
            Direction direction = Direction.of(text);
            if (!(ExpressionParser.parse(direction.key()) instanceof Column column)
                    || (alias != null && !alias.equals(column.table()))) {
                break; // a prefix of one table still saves most of the sorting
            }
            alias = column.table();
            order.add(new IndexDefinition.Key(column.name(), true, "", direction.order()));
        }
        Found found = alias == null ? null : byAlias.get(alias);
        if (found != null && found.order.isEmpty()) {
            found.order = order;
        }
    }

    /** A sort key and where it goes. */
    private record Direction(String key, Order order) {
        static Direction of(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            for (Order order : List.of(Order.DESC_NULLS_LAST, Order.ASC_NULLS_FIRST, Order.DESC_NULLS_FIRST)) {
                if (lower.endsWith(order.sql())) {
                    return new Direction(
                            text.substring(0, text.length() - order.sql().length()), order);
                }
            }
            return new Direction(text, Order.ASC_NULLS_LAST);
        }
    }
}
