package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.Query;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.explain.PlanOutline;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries that an index is there for, with their plans before and after the advice.
 *
 * @param costBefore of all executions of them
 */
record AdvisedQueries(List<Query> queries, double costBefore, double costAfter) {

    /**
     * The queries whose plan uses the index.
     *
     * @param index name of the index in plans
     * @param using plans of which those that use it count
     */
    static AdvisedQueries of(
            String index,
            List<PlanNode> using,
            List<PlannedStatement> statements,
            List<PlanNode> before,
            List<PlanNode> after,
            AdvisedNames names) {
        // Variants of one statement are one query in the report.
        Map<String, List<Integer>> users = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            if (using.get(i).usedIndexes().contains(index)) {
                users.computeIfAbsent(statements.get(i).statement().id(), id -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Query> queries = new ArrayList<>();
        double costBefore = 0;
        double costAfter = 0;
        for (List<Integer> variants : users.values()) {
            double calls = 0;
            double queryBefore = 0;
            double queryAfter = 0;
            for (int i : variants) {
                calls += statements.get(i).calls();
                queryBefore += statements.get(i).calls() * before.get(i).totalCost();
                queryAfter += statements.get(i).calls() * after.get(i).totalCost();
            }
            costBefore += queryBefore;
            costAfter += queryAfter;
            int first = variants.get(0);
            int shown = mostExecuted(variants, statements);
            PlanNode planBefore = names.in(before.get(shown));
            PlanNode planAfter = names.in(after.get(shown));
            WorkloadStatement statement = statements.get(first).statement();
            queries.add(new Query(
                    statement.fingerprint(),
                    statement.sql(),
                    Math.round(calls),
                    calls > 0 ? queryBefore / calls : before.get(first).totalCost(),
                    calls > 0 ? queryAfter / calls : after.get(first).totalCost(),
                    Double.isNaN(statement.averageMillis()) ? null : statement.averageMillis(),
                    null,
                    statement.callSites(),
                    planBefore.summary(),
                    planAfter.summary(),
                    PlanOutline.of(planBefore),
                    PlanOutline.of(planAfter)));
        }
        return new AdvisedQueries(queries, costBefore, costAfter);
    }

    private static int mostExecuted(List<Integer> variants, List<PlannedStatement> statements) {
        int most = variants.get(0);
        for (int i : variants) {
            if (statements.get(i).calls() > statements.get(most).calls()) {
                most = i;
            }
        }
        return most;
    }
}
