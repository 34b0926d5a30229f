package dev.sonde.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanOutlineTest {

    private static final String EXPLAIN = """
            [{"Plan": {"Node Type": "Aggregate", "Strategy": "Hashed", "Total Cost": 20.5, "Plan Rows": 3,
              "Group Key": ["t.state", "t.kind"],
              "Plans": [{"Node Type": "Hash Join", "Join Type": "Left", "Total Cost": 18, "Plan Rows": 40,
                "Hash Cond": "(t.id = r.task_id)",
                "Plans": [
                  {"Node Type": "Seq Scan", "Parallel Aware": true, "Relation Name": "tasks", "Schema": "public", "Alias": "t",
                   "Total Cost": 10, "Plan Rows": 40, "Filter": "(t.state = 'secret'::text)", "Workers Planned": 2},
                  {"Node Type": "Index Scan", "Index Name": "sonde_whatif_7", "Relation Name": "runs", "Schema": "public",
                   "Alias": "runs", "Total Cost": 4, "Plan Rows": 1, "Index Cond": "(runs.id = 4711)"}]}]}}]
            """;

    @Test
    void saysWhatExplainSaysWithoutItsConstants() {
        PlanNode plan = ExplainJson.parse(EXPLAIN).withIndexNames(Map.of("sonde_whatif_7", "idx_runs_id"));

        PlanOutline root = PlanOutline.of(plan);

        assertThat(root.operation()).isEqualTo("HashAggregate");
        assertThat(root.relation()).isNull();
        assertThat(root.details()).containsExactly(Map.entry("Group Key", "t.state, t.kind"));
        assertThat(root.cost()).isEqualTo(20.5);
        PlanOutline join = root.children().get(0);
        assertThat(join.operation()).isEqualTo("Left Hash Join");
        PlanOutline scan = join.children().get(0);
        assertThat(scan.operation()).isEqualTo("Parallel Seq Scan");
        assertThat(scan.relation()).isEqualTo("tasks");
        assertThat(scan.alias()).isEqualTo("t");
        assertThat(scan.details())
                .containsExactly(Map.entry("Filter", "(t.state = ?::text)"), Map.entry("Workers Planned", "2"));
        PlanOutline look = join.children().get(1);
        assertThat(look.index()).isEqualTo("idx_runs_id");
        assertThat(look.details()).containsExactly(Map.entry("Index Cond", "(runs.id = ?)"));
    }
}
