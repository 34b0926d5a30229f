package dev.sonde.migrations.verify;

import dev.sonde.engine.bind.HashedBinds;
import dev.sonde.engine.bind.Variants;
import dev.sonde.engine.explain.StatementPlans;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.verify.VerifyReport.Choice;
import dev.sonde.migrations.verify.VerifyReport.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database for the plans of queries, and whether they use an index. A query counts as using it if its plan does
 * for any values, or for some of those that were bound.
 */
final class ChosenIndexes {

    /** That many queries that do not use an index are named; a reader needs no more. */
    private static final int MAX_OTHERS = 5;

    /** A table of fewer pages is read as a whole whatever indexes there are: a look-up costs as much as two pages. */
    private static final int SMALL_PAGES = 10;

    /**
     * The plans of a statement.
     *
     * @param plans for any values first
     * @param problem why there are none, empty if there are some
     */
    private record Plans(List<PlanNode> plans, String problem) {

        /** The first that scans one of the indexes. */
        Optional<PlanNode> using(Set<QualifiedName> indexes) {
            return plans.stream()
                    .filter(plan -> scans(plan, null, (table, index) -> index != null && indexes.contains(index)))
                    .findFirst();
        }

        boolean reads(Set<QualifiedName> tables) {
            return plans.stream().anyMatch(plan -> scans(plan, null, (table, index) -> tables.contains(table)));
        }
    }

    private final PlanSource source;
    private final Variants variants;
    private final Optional<Workload> workload;
    private final Map<WorkloadStatement, Plans> planned = new HashMap<>();

    ChosenIndexes(PlanSource source, CatalogSnapshot snapshot, Optional<Workload> workload) {
        this.source = source;
        this.workload = workload;
        this.variants = new Variants(
                snapshot, HashedBinds.of(workload.map(Workload::hashKey).orElse("")));
    }

    /** Whether any query is known that could use an index. */
    static boolean known(List<ExpectedIndex> expected, Optional<Workload> workload) {
        return workload.isPresent()
                || expected.stream().anyMatch(index -> !index.queries().isEmpty());
    }

    /**
     * The queries that the index was advised for; if none is named, the captured ones that read its table.
     *
     * @param tables the index's table and its partitions
     * @param indexes the index and those attached to it
     */
    List<Query> of(ExpectedIndex expected, LiveIndex index, Set<QualifiedName> tables, Set<QualifiedName> indexes) {
        if (!expected.queries().isEmpty()) {
            return expected.queries().stream()
                    .map(query -> query(query, index, indexes))
                    .toList();
        }
        List<Query> chosen = new ArrayList<>();
        List<Query> others = new ArrayList<>();
        for (WorkloadStatement statement : workload.map(Workload::statements).orElse(List.of())) {
            Plans plans = plans(statement);
            if (plans.reads(tables)) {
                Query query = query(statement, index, indexes);
                (query.choice() == Choice.CHOSEN ? chosen : others).add(query);
            }
        }
        others.stream().limit(chosen.isEmpty() ? MAX_OTHERS : 0).forEach(chosen::add);
        return chosen;
    }

    /** With the values that were captured with it, if it was captured. */
    private Query query(ExpectedIndex.Query query, LiveIndex index, Set<QualifiedName> indexes) {
        WorkloadStatement same = null;
        for (WorkloadStatement statement : workload.map(Workload::statements).orElse(List.of())) {
            boolean fits = statement.fingerprint().equals(query.fingerprint());
            if (fits && (same == null || statement.sql().equals(query.sql()))) {
                same = statement;
            }
        }
        return query(same != null ? same : unbound(query), index, indexes);
    }

    private static WorkloadStatement unbound(ExpectedIndex.Query query) {
        return new WorkloadStatement(
                query.fingerprint(),
                query.fingerprint(),
                query.sql(),
                Set.of(),
                List.of(),
                1,
                Double.NaN,
                Double.NaN,
                List.of(),
                List.of());
    }

    private Query query(WorkloadStatement statement, LiveIndex index, Set<QualifiedName> indexes) {
        Plans plans = plans(statement);
        Optional<PlanNode> using = plans.using(indexes);
        String plan = using.or(() -> plans.plans().stream().findFirst())
                .map(PlanNode::summary)
                .orElse(null);
        Choice choice = Choice.CHOSEN;
        String reason = null;
        if (using.isEmpty()) {
            reason = plans.problem().isEmpty() ? doubt(statement, index) : plans.problem();
            choice = reason == null ? Choice.NOT_CHOSEN : Choice.UNKNOWN;
        }
        return new Query(statement.fingerprint(), statement.sql(), choice, plan, reason);
    }

    /** Why a plan without the index says nothing against it, null if it does. */
    private static @Nullable String doubt(WorkloadStatement statement, LiveIndex index) {
        if (index.rows() < 0) {
            return index.table() + " was never analysed, so the planner guesses";
        }
        if (!index.partitioned() && index.pages() < SMALL_PAGES) {
            return index.table() + " has " + index.pages() + (index.pages() == 1 ? " page" : " pages")
                    + " here: so small a table is read as a whole, with an index or without";
        }
        boolean bound = !statement.variants().isEmpty() || !statement.samples().isEmpty();
        return !bound && StatementText.hasParameters(statement.sql())
                ? "the values it is run with are not known here: give the capture by --capture"
                : null;
    }

    private Plans plans(WorkloadStatement statement) {
        return planned.computeIfAbsent(statement, this::plan);
    }

    private Plans plan(WorkloadStatement statement) {
        try {
            return new Plans(StatementPlans.alternatives(source, variants, statement), "");
        } catch (NotPlannableException e) {
            return new Plans(List.of(), String.valueOf(e.getMessage()).replaceFirst("\\s*Position: \\d+$", ""));
        }
    }

    /**
     * Whether a node scans a table and an index, null for none, that fit. A bitmap's index has no schema in the plan: it
     * is that of the table whose rows the bitmap names.
     */
    private static boolean scans(
            PlanNode node, @Nullable QualifiedName above, BiPredicate<QualifiedName, @Nullable QualifiedName> fits) {
        QualifiedName relation = node.relation() == null ? above : node.relation();
        String name = node.index();
        boolean own = relation != null
                && fits.test(relation, name == null ? null : new QualifiedName(relation.schema(), name));
        return own || node.children().stream().anyMatch(child -> scans(child, relation, fits));
    }
}
