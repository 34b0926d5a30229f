package dev.sonde.engine.why;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.why.WhyReport.User;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plans all statements with an index and without it. A statement depends on the index if its plan differs, whether it
 * scans the index or not: a unique index lets the planner leave out joins, and ON CONFLICT needs one.
 */
final class Users {

    private final Trials trials;
    private final List<PlannedStatement> statements;

    Users(Trials trials) {
        this.trials = trials;
        this.statements = trials.statements();
    }

    /** A plan, or the server's reason why there is none. */
    record Answer(@Nullable PlanNode plan, String refusal) {

        static Answer of(PlanNode plan) {
            return new Answer(plan, "");
        }

        @Nullable
        Double cost() {
            return plan == null ? null : plan.totalCost();
        }

        String text() {
            return plan == null ? refusal : plan.summary();
        }

        boolean differs(Answer other) {
            return plan == null || other.plan == null
                    ? plan != other.plan
                    : !plan.shape().equals(other.plan.shape());
        }
    }

    /** All statements as they are. */
    List<Answer> today() {
        return trials.found().plans().stream().map(Answer::of).toList();
    }

    /** All statements with the advised set. */
    List<Answer> advised() {
        return trials.plansAfter().stream().map(Answer::of).toList();
    }

    /** All statements while real indexes are hidden. */
    List<Answer> without(Collection<QualifiedName> hidden) {
        return answers(List.of(), hidden);
    }

    /** The same beside the advised set. */
    List<Answer> advisedWithout(Collection<QualifiedName> hidden) {
        List<WhatIfIndex> visible = new ArrayList<>();
        BitSet chosen = trials.chosen();
        Set<QualifiedName> all = new TreeSet<>(hidden);
        for (int i = 0; i < trials.costs().alternatives().size(); i++) {
            Alternative alternative = trials.alternative(i);
            WhatIfIndex index = alternative.index();
            if (!alternative.existing() && chosen.get(i)) {
                visible.add(index);
            } else if (alternative.existing() && !chosen.get(i)) {
                all.add(new QualifiedName(index.definition().table().schema(), index.name()));
            }
        }
        return answers(visible, all);
    }

    /** All statements while one more index is there. */
    List<Answer> with(WhatIfIndex index) {
        return answers(List.of(index), List.of());
    }

    private List<Answer> answers(Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden) {
        Planner planner = trials.found().planner();
        try {
            return planner
                    .explain(statements.stream().map(PlannedStatement::sql).toList(), visible, hidden)
                    .stream()
                    .map(Answer::of)
                    .toList();
        } catch (NotPlannableException e) {
            return oneByOne(planner, visible, hidden);
        }
    }

    private List<Answer> oneByOne(Planner planner, Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden) {
        List<Answer> answers = new ArrayList<>();
        for (PlannedStatement statement : statements) {
            try {
                answers.add(Answer.of(planner.explain(List.of(statement.sql()), visible, hidden)
                        .get(0)));
            } catch (NotPlannableException e) {
                answers.add(new Answer(null, String.valueOf(e.getMessage())));
            }
        }
        return answers;
    }

    /** What all executions cost, null if some statement is refused. */
    @Nullable
    Double total(List<Answer> answers) {
        double total = 0;
        for (int i = 0; i < answers.size(); i++) {
            Double cost = answers.get(i).cost();
            if (cost == null) {
                return null;
            }
            total += statements.get(i).calls() * cost;
        }
        return total;
    }

    /**
     * Statements whose plans differ, dearest loss first; texts of one query that fare alike are one.
     *
     * @param named puts names into a plan's summary
     */
    List<User> of(List<Answer> with, List<Answer> without, UnaryOperator<String> named) {
        Map<List<String>, User> users = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            Double costWith = with.get(i).cost();
            if (costWith != null && with.get(i).differs(without.get(i))) {
                WorkloadStatement statement = statements.get(i).statement();
                User user = new User(
                        statement.fingerprint(),
                        statement.sql(),
                        trials.isLookUp(i) ? "foreign-key" : "statement",
                        statements.get(i).calls(),
                        costWith,
                        without.get(i).cost(),
                        named.apply(with.get(i).text()),
                        named.apply(without.get(i).text()),
                        Double.isNaN(statement.averageMillis()) ? null : statement.averageMillis(),
                        statement.callSites());
                users.merge(
                        List.of(user.fingerprint(), user.kind(), user.planWith(), user.planWithout()),
                        user,
                        Users::together);
            }
        }
        return users.values().stream()
                .sorted(Comparator.comparingDouble(Users::loss).reversed())
                .toList();
    }

    /** Cost that is lost without the index, infinite if the server refuses the statement then. */
    private static double loss(User user) {
        Double without = user.costWithout();
        return without == null ? Double.POSITIVE_INFINITY : user.calls() * (without - user.costWith());
    }

    private static User together(User one, User other) {
        double calls = one.calls() + other.calls();
        double share = calls > 0 ? one.calls() / calls : 0.5;
        Double without = one.costWithout();
        Double otherWithout = other.costWithout();
        return new User(
                one.fingerprint(),
                one.sql(),
                one.kind(),
                calls,
                share * one.costWith() + (1 - share) * other.costWith(),
                without == null || otherWithout == null ? null : share * without + (1 - share) * otherWithout,
                one.planWith(),
                one.planWithout(),
                one.measuredMs(),
                one.callSites());
    }
}
