package dev.sonde.engine.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.bind.Variants;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Asks a server for the plans of statements, with values put in where the statistics hold those that were bound. */
public final class StatementPlans {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the profiler's normal form never has: a value put in near it could become something else than a value. */
    private static final Pattern NOT_NORMAL = Pattern.compile("['\\\\]|\\$(?!\\d)|--|/\\*");

    private StatementPlans() {}

    private static final class Alternative {
        private final String json;
        private double calls;

        Alternative(String json) {
            this.json = json;
        }
    }

    /** For each statement the plan of most of its executions, or the reason why there is none. */
    public static List<StatementPlan> of(PlanSource source, Variants variants, List<WorkloadStatement> statements) {
        List<StatementPlan> plans = new ArrayList<>();
        for (WorkloadStatement statement : statements) {
            try {
                plans.add(plan(source, variants, statement));
            } catch (NotPlannableException e) {
                plans.add(new StatementPlan(
                        statement.id(),
                        source.name(),
                        source.serverVersion(),
                        0,
                        0,
                        null,
                        // Counted from the start of EXPLAIN, of which the reader sees nothing
                        String.valueOf(e.getMessage()).replaceFirst("\\s*Position: \\d+$", "")));
            }
        }
        return plans;
    }

    /**
     * The plan for any values, and those for the values that were bound, or are likely to be.
     *
     * @throws NotPlannableException if the server refuses the statement
     */
    public static List<PlanNode> alternatives(PlanSource source, Variants variants, WorkloadStatement statement)
            throws NotPlannableException {
        String generic = generic(source, statement);
        List<PlanNode> plans = new ArrayList<>();
        plans.add(ExplainJson.parse(generic));
        for (PlannedStatement text : texts(variants, statement, generic)) {
            if (!text.sql().equals(statement.sql())) {
                plans.add(ExplainJson.parse(source.explainJson(text.sql())));
            }
        }
        return plans;
    }

    private static String generic(PlanSource source, WorkloadStatement statement) throws NotPlannableException {
        if (statement.sql().strip().replaceFirst("[;\\s]+$", "").indexOf(';') >= 0) {
            throw new NotPlannableException("not asked for: its text holds a semicolon");
        }
        return source.explainJson(statement.sql());
    }

    private static StatementPlan plan(PlanSource source, Variants variants, WorkloadStatement statement)
            throws NotPlannableException {
        String generic = generic(source, statement);
        Map<String, Alternative> byShape = new LinkedHashMap<>();
        double calls = 0;
        for (PlannedStatement text : texts(variants, statement, generic)) {
            String json = text.sql().equals(statement.sql()) ? generic : source.explainJson(text.sql());
            JsonNode masked = PlanConstants.masked(tree(json));
            // Plans that differ in constants and figures are one
            byShape.computeIfAbsent(ExplainJson.parse(masked.toString()).shape(), shape -> new Alternative(json))
                            .calls +=
                    text.calls();
            calls += text.calls();
        }
        Alternative most = byShape.values().stream()
                .reduce((one, other) -> other.calls > one.calls ? other : one)
                .orElseGet(() -> new Alternative(generic));
        return new StatementPlan(
                statement.id(),
                source.name(),
                source.serverVersion(),
                Math.max(1, byShape.size()),
                calls > 0 ? most.calls / calls : 1,
                PlanConstants.masked(tree(most.json)),
                "");
    }

    private static List<PlannedStatement> texts(Variants variants, WorkloadStatement statement, String generic) {
        return NOT_NORMAL.matcher(statement.sql()).find()
                ? List.of(new PlannedStatement(statement, statement.sql(), statement.calls(), Set.of()))
                : variants.of(statement, ExplainJson.parse(generic));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the output of EXPLAIN (FORMAT JSON)", e);
        }
    }
}
