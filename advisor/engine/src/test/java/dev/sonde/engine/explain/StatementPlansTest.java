package dev.sonde.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.bind.Variants;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementPlansTest {

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void aDatabaseAndItsTwin() throws SQLException {
        database = Source.agents();
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    private static Connection simple(String name) throws SQLException {
        return DriverManager.getConnection(Source.url(name) + "&preferQueryMode=simple");
    }

    private static WorkloadStatement statement(String sql) {
        return new WorkloadStatement(
                "00000000000000a1", "00000000000000a1", sql, Set.of(), List.of(), 10, 1, 60, List.of(), List.of());
    }

    /** On the twin and on the server itself. */
    private static List<StatementPlan> plans(String sql) throws SQLException {
        Variants variants = new Variants(snapshot, BindMatcher.none());
        try (Connection connection = simple(database)) {
            LiveDatabase live = LiveDatabase.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));
            List<WorkloadStatement> statements = List.of(statement(sql));
            return List.of(
                    StatementPlans.of(twin, variants, statements).get(0),
                    StatementPlans.of(live, variants, statements).get(0));
        }
    }

    private static String text(StatementPlan plan) {
        return plan.lines().stream()
                .map(line -> "  ".repeat(line.depth())
                        + (line.node() ? "" : "  ")
                        + line.text().replaceAll("  \\(cost.*", ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void twinAndServerGiveTheSamePlanWithoutItsConstants() throws SQLException {
        List<StatementPlan> plans = plans("select t.title from tasks t join agents a on a.id = t.agent_id"
                + " where a.email = $1 and t.status = $2 order by t.created_at limit 20");

        assertThat(plans).extracting(StatementPlan::source).containsExactly("twin", "database");
        assertThat(plans).allSatisfy(plan -> assertThat(plan.reason()).isEmpty());
        assertThat(text(plans.get(0)))
                .isEqualTo(text(plans.get(1)))
                .contains("agents_email", "((a.email)::text = ?::text)");
        assertThat(String.valueOf(plans.get(1).plan()))
                .contains("\"Node Type\"", "\"Total Cost\"", "\"Index Name\":\"agents_email\"")
                .doesNotContain("@example.org");
    }

    @Test
    void whatTheServerRefusesHasItsReason() throws SQLException {
        assertThat(plans("select nothing from tasks where id = $1")).allSatisfy(plan -> {
            assertThat(plan.plan()).isNull();
            assertThat(plan.lines()).isEmpty();
            assertThat(plan.reason()).contains("column \"nothing\" does not exist");
        });
    }

    @Test
    void noTextBecomesTwoStatements() throws SQLException {
        for (String hostile : List.of(
                "select 1; drop table audit",
                "select 1;; commit; drop table audit;",
                "select nameE'\\'; commit; drop table audit; --'",
                "select 1 /* ; */; drop table audit",
                "select \"a;b\" from audit; drop table audit")) {
            assertThat(plans(hostile))
                    .allSatisfy(plan -> assertThat(plan.reason())
                            .as(hostile)
                            .isEqualTo("not asked for: its text holds a semicolon"));
        }
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from audit")) {
            assertThat(row.next()).isTrue();
        }
    }

    @Test
    void changesAreExplainedAndNotMade() throws SQLException {
        try (Connection connection = simple(database)) {
            LiveDatabase live = LiveDatabase.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));

            assertThat(live.explainJson("insert into colours (id, name) values ($1, $2)"))
                    .contains("ModifyTable");
            assertThatThrownBy(() -> live.explainJson("analyze delete from colours"))
                    .isInstanceOf(NotPlannableException.class);
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("delete from colours"))
                        .hasMessageContaining("read-only transaction");
            }
        } catch (NotPlannableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void serversBefore16ArePreparedForIt() throws SQLException, NotPlannableException {
        try (Connection connection = simple(database)) {
            LiveDatabase old =
                    LiveDatabase.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1), "15.9", 150009);

            for (int i = 0; i < 2; i++) {
                assertThat(old.explainJson("select * from agents where email = $1 and id > $2"))
                        .contains("agents_email", "$1", "$2");
                assertThat(old.explainJson("select * from agents")).contains("Seq Scan");
                assertThatThrownBy(() -> old.explainJson("select nothing from agents where id = $1"))
                        .hasMessageContaining("does not exist");
            }
        }
    }

    @Test
    void aLockedTableIsGivenUp() throws SQLException, NotPlannableException {
        String name = Source.database("create table busy (id int)");
        try (Connection owner = Source.connect(name);
                Statement lock = owner.createStatement();
                Connection connection = simple(name)) {
            LiveDatabase live = LiveDatabase.of(connection, Duration.ofSeconds(5), Duration.ofMillis(100));
            lock.execute("begin");
            lock.execute("lock table busy in access exclusive mode");

            assertThatThrownBy(() -> live.explainJson("select * from busy"))
                    .isInstanceOf(NotPlannableException.class)
                    .hasMessageContaining("lock timeout");

            lock.execute("rollback");
            assertThat(live.explainJson("select * from busy;")).contains("Seq Scan");
        }
    }
}
