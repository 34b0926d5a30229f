package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.ExpressionTypes;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

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

    private final PlannedStatement statement;
    private final PlanTables tables;
    private final Subjects subjects;
    private final List<Rejection> rejections = new ArrayList<>();
    private final TreeMap<String, AccessBuilder> byAlias = new TreeMap<>();
    private final List<AccessBuilder> alternatives = new ArrayList<>();

    /** What a statement does with tables, and which of its conditions no index answers. */
    record Reading(List<TableAccess> accesses, List<Rejection> rejections) {}

    private AccessReader(
            CatalogSnapshot snapshot, PartitionedTables partitioned, PlannedStatement statement, PlanNode plan) {
        this.statement = statement;
        this.tables = new PlanTables(snapshot, partitioned, plan);
        this.subjects = new Subjects(tables);
        for (String alias : tables.aliases()) {
            TableSnapshot table = tables.table(alias);
            if (table != null) {
                byAlias.put(alias, new AccessBuilder(table));
            }
        }
    }

    static Reading read(
            CatalogSnapshot snapshot, PartitionedTables partitioned, PlannedStatement statement, PlanNode plan) {
        AccessReader reader = new AccessReader(snapshot, partitioned, statement, plan);
        reader.node(plan, true);
        for (QualifiedName unknown : reader.tables.unknown()) {
            reader.rejections.add(new Rejection(
                    unknown,
                    "",
                    "not a table of the snapshot: foreign, temporary or of the system",
                    "",
                    statement.statement().fingerprint()));
        }
        double weight = statement.calls() * plan.totalCost();
        boolean alone = reader.byAlias.size() == 1
                && Set.of("Seq Scan", "Index Scan", "Bitmap Heap Scan").contains(plan.type());
        double rows = alone ? statement.statement().averageRows() : Double.NaN;
        List<TableAccess> accesses = new ArrayList<>();
        String fingerprint = statement.statement().fingerprint();
        reader.byAlias.values().forEach(builder -> accesses.add(builder.access(fingerprint, weight, rows)));
        reader.alternatives.forEach(builder -> accesses.add(builder.access(fingerprint, weight, Double.NaN)));
        return new Reading(accesses, reader.rejections);
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
        ConditionReader reader = reader(byAlias);
        for (String condition : node.conditions()) {
            for (Expression term : ExpressionParser.parse(condition).conjuncts()) {
                term.columns().forEach(this::needed);
                reader.term(term);
                if (term instanceof Expression.Or or) {
                    alternatives(or);
                }
            }
        }
        order(node.sortKeys());
        order(node.groupKeys());
        extremes(node);
    }

    private ConditionReader reader(TreeMap<String, AccessBuilder> builders) {
        return new ConditionReader(statement, tables, subjects, rejections, builders::get);
    }

    /** Each side of an OR can be looked up by itself, and a bitmap put together of them. */
    private void alternatives(Expression.Or or) {
        for (Expression side : or.terms()) {
            TreeMap<String, AccessBuilder> builders = new TreeMap<>();
            byAlias.forEach((alias, builder) -> builders.put(alias, new AccessBuilder(builder.table)));
            ConditionReader reader = reader(builders);
            side.conjuncts().forEach(reader::term);
            builders.values().forEach(builder -> {
                builder.wholeRow = true;
                if (builder.hasConditions()) {
                    alternatives.add(builder);
                }
            });
        }
    }

    private static boolean asksForNoMore(PlanNode node, boolean outputNeeded) {
        boolean small = SMALL.contains(node.type());
        return small || (outputNeeded && (PASS_ON.contains(node.type()) || node.modifies()));
    }

    private void needed(List<String> expressions) {
        expressions.forEach(text -> ExpressionParser.parse(text).columns().forEach(this::needed));
    }

    private void needed(Column column) {
        boolean bare = column.table().isEmpty() && byAlias.size() == 1;
        String alias = tables.aliasOf(column);
        AccessBuilder builder = byAlias.get(alias);
        if (builder == null) {
            return;
        }
        if (builder.table.column(column.name()).isPresent()) {
            builder.needed.add(column.name());
        } else if (!bare
                || SYSTEM_COLUMNS.contains(column.name())
                || column.name().equals(alias)) {
            builder.wholeRow = true; // ctid, or the row as such
        }
    }

    private void order(List<String> keys) {
        SortKeys sort = SortKeys.of(keys, subjects);
        AccessBuilder builder = byAlias.get(sort.alias());
        if (builder != null && sort.nearest() != null) {
            builder.add(Kind.NEAREST, sort.nearest(), "<->", "order by " + keys.get(0));
        } else if (builder != null && builder.order.isEmpty()) {
            builder.order = sort.keys();
        }
    }

    /** {@code min} and {@code max} without groups are the first row of an order. */
    private void extremes(PlanNode node) {
        if (!node.type().equals("Aggregate")
                || !node.groupKeys().isEmpty()
                || node.output().size() != 1) {
            return;
        }
        if (ExpressionParser.parse(node.output().get(0)) instanceof Expression.Call call
                && Set.of("min", "max").contains(ExpressionTypes.unqualified(call.function()))
                && call.arguments().size() == 1
                && call.arguments().get(0) instanceof Column column) {
            Subject subject = subjects.of(column).subject();
            AccessBuilder builder = byAlias.get(tables.aliasOf(column));
            if (subject != null && builder != null && builder.order.isEmpty()) {
                builder.order = List.of(subject.key());
            }
        }
    }
}
