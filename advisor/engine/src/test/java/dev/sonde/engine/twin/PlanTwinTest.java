package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTwinTest {

    /**
     * Ranges end inside of the histograms: in the first and last part the source's planner looks up the real end of an
     * index, which a twin without rows cannot.
     */
    static final List<String> STATEMENTS = List.of(
            "select * from tasks where id = 4711",
            "select * from tasks where id = $1",
            "select * from tasks where agent_id = $1 order by created_at desc limit 20",
            "select * from tasks where status = 'queued' and deleted_at is null order by priority desc, id limit 10",
            "select * from messages where role = 'user' order by created_at desc limit 50",
            "select * from messages where role = $1 and created_at > '2025-01-20'",
            "select * from messages where created_at between '2025-01-10' and '2025-01-11'",
            "select a.name, t.title from agents a join tasks t on t.agent_id = a.id where a.email = 'a77@example.org'",
            "select a.tenant, count(*) from agents a join tasks t on t.agent_id = a.id group by a.tenant",
            "select t.id, m.body from tasks t join messages m on m.task_id = t.id where t.id between 40100 and 40110",
            "select t.* from messages m join tasks t on t.id = m.task_id join agents a on a.id = t.agent_id "
                    + "where m.role = 'user' and m.created_at > '2025-01-25' order by m.created_at desc limit 20",
            "select * from agents where id in (1, 2, 3, 4)",
            "select * from agents where id in (select agent_id from tasks where id < 5000)",
            "select count(*) from tasks where created_at > '2025-02-01' and priority < 3",
            "select * from agents where email like 'a12%'",
            "update tasks set status = $1 where id = $2",
            "delete from messages where id < 10000",
            "select max(id) from tasks");

    @Test
    void plansAndCostsAsItsSourceDoes() throws Exception {
        CatalogSnapshot snapshot = Source.snapshot(Source.agents());

        try (PlanTwin twin = PlanTwin.start(snapshot);
                Connection source = Source.connect(Source.agents())) {
            assertThat(twin.notes()).isEmpty();
            for (String sql : STATEMENTS) {
                PlanNode expected = explain(source, sql);
                PlanNode actual = twin.explain(List.of(sql), List.of()).get(0);

                assertThat(actual.shape()).as(sql).isEqualTo(expected.shape());
                assertThat(actual.totalCost() / expected.totalCost()).as(sql).isEqualTo(1, within(0.005));
            }
        }
    }

    @Test
    void plansWithAnIndexThatDoesNotExistAsTheSourceDoesOnceItIsBuilt() throws Exception {
        String sql = "select * from tasks where agent_id = $1 order by created_at desc limit 20";
        QualifiedName tasks = new QualifiedName("public", "tasks");
        CatalogSnapshot snapshot = Source.snapshot(Source.agents());

        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            PlanNode before = twin.explain(List.of(sql), List.of()).get(0);
            WhatIfIndex index = twin.define(Map.of(
                            IndexDefinition.btree(tasks, "agent_id", "created_at"), new IndexSize(310, 80000, 1)))
                    .get(0);
            PlanNode hidden = twin.explain(List.of(sql), List.of()).get(0);
            PlanNode shown = twin.explain(List.of(sql), List.of(index)).get(0);

            assertThat(hidden).isEqualTo(before);
            assertThat(shown.usedIndexes()).containsExactly(index.name());
            assertThat(shown.totalCost()).isLessThan(before.totalCost() / 10);
            assertThat(shown.totalCost()).isEqualTo(costOnceBuilt(sql), within(shown.totalCost() * 0.01));
        }
    }

    @Test
    void leavesNothingBehind() throws SQLException {
        PlanTwin twin = PlanTwin.start(Source.snapshot(Source.agents()));
        Path folder = twin.folder();

        twin.close();

        assertThat(folder).doesNotExist();
        assertThat(Files.exists(folder.getParent())).isFalse();
    }

    private static double costOnceBuilt(String sql) throws SQLException {
        try (Connection source = Source.connect(Source.agents());
                Statement statement = source.createStatement()) {
            statement.execute("begin");
            statement.execute("create index on tasks (agent_id, created_at)");
            try {
                return explain(source, sql).totalCost();
            } finally {
                statement.execute("rollback");
            }
        }
    }

    private static PlanNode explain(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (generic_plan, verbose, format json) " + sql)) {
            row.next();
            return ExplainJson.parse(row.getString(1));
        }
    }
}
