package dev.sonde.engine.advice;

import static dev.sonde.engine.advice.Queries.query;
import static dev.sonde.engine.advice.Queries.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.Source;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdvisorTest {

    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void readSnapshot() throws Exception {
        snapshot = Source.snapshot(Source.agents());
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    private static AdviceReport advise(WorkloadStatement... statements) {
        return advise(AdviceOptions.ofDefaults(), statements);
    }

    private static AdviceReport advise(AdviceOptions options, WorkloadStatement... statements) {
        return Advisor.advise(twin, List.of(), snapshot, workload(statements), Queries::matches, options);
    }

    private static List<String> targets(AdviceReport report) {
        return report.advice().stream()
                .map(advice -> advice.definition().target())
                .toList();
    }

    @Test
    void advisesAnIndexForTheForeignKeyThatIsLookedUp() {
        AdviceReport report = advise(query("select * from messages where task_id = $1", 1000, Set.of(), 17));

        assertThat(targets(report)).containsExactly("public.messages (task_id)");
        AdviceReport.Advice advice = report.advice().get(0);
        assertThat(advice.statement()).isEqualTo("create index idx_messages_task_id on public.messages (task_id)");
        assertThat(advice.costAfter()).isLessThan(advice.costBefore() / 50);
        assertThat(advice.queries().get(0).planAfter()).contains("idx_messages_task_id");
        assertThat(advice.queries().get(0).measuredBeforeMs()).isEqualTo(62.5);
        assertThat(report.workload().costAfter())
                .isBetween(
                        report.workload().lowerBound() * 0.99, report.workload().costBefore());
    }

    @Test
    void tellsHowFarItIs() {
        Map<String, List<Integer>> told = new LinkedHashMap<>();
        List<String> stages = new ArrayList<>();
        AdviceOptions watched = AdviceOptions.ofDefaults().with((stage, done, statements) -> {
            if (stages.isEmpty() || !stages.get(stages.size() - 1).equals(stage)) {
                stages.add(stage);
            }
            told.computeIfAbsent(stage, unseen -> new ArrayList<>()).add(done);
            assertThat(done).isLessThanOrEqualTo(statements);
        });

        AdviceReport report = advise(
                watched,
                query("select * from messages where task_id = $1", 1000, Set.of(), 17),
                query("select * from tasks where agent_id = $1", 10, Set.of(), 3));

        assertThat(told.get("planning")).containsExactly(0, 1);
        assertThat(told.get("planning with indexes")).isNotEmpty().isSorted();
        // What follows each is not counted
        assertThat(stages).startsWith("planning", "", "planning with indexes").endsWith("");
        assertThat(targets(report)).contains("public.messages (task_id)");
    }

    @Test
    void advisesEqualityBeforeOrderForTopN() {
        AdviceReport report = advise(query(
                "select * from tasks where status = $1 order by created_at desc limit $2",
                500,
                Set.of(),
                "queued",
                20));

        assertThat(targets(report)).containsExactly("public.tasks (status, created_at)");
    }

    @Test
    void advisesAPartialIndexForARareStateThatIsALiteral() {
        String sql = "select id, title from tasks where status = $1 and deleted_at is null "
                + "order by priority desc, id limit 1 for update skip locked";

        AdviceReport report = advise(query(sql, 2000, Set.of(1), "queued"));

        assertThat(report.advice()).hasSize(1);
        assertThat(report.advice().get(0).definition().predicate())
                .as(report.advice().get(0).toString())
                .contains("'queued'");
        assertThat(report.advice().get(0).definition().keys().get(0).expression())
                .isEqualTo("priority");
    }

    @Test
    void relyOnNoValueThatWasBound() {
        String sql = "select id, title from tasks where status = $1 and deleted_at is null "
                + "order by priority desc, id limit 1 for update skip locked";

        AdviceReport report = advise(query(sql, 2000, Set.of(), "queued"));

        assertThat(report.advice())
                .isNotEmpty()
                .allSatisfy(
                        advice -> assertThat(advice.definition().predicate()).doesNotContain("queued"));
    }

    @Test
    void includesColumnsWhereTheIndexAloneWillDo() {
        AdviceReport report = advise(
                query("select sum(tokens) from messages where created_at >= $1 and created_at < $2", 300, Set.of()));

        assertThat(targets(report)).containsExactly("public.messages (created_at) include (tokens)");
    }

    @Test
    void advisesOneIndexThatSeveralQueriesShare() {
        AdviceReport report = advise(
                query("select * from tasks where agent_id = $1 order by created_at desc limit 20", 500, Set.of()),
                query("select count(*) from tasks where agent_id = $1 and created_at > $2", 500, Set.of()));

        assertThat(report.advice()).hasSize(1);
        assertThat(report.advice().get(0).queries()).hasSize(2);
    }

    @Test
    void advisesOnTheInnerSideOfAJoin() {
        AdviceReport report = advise(
                query("select t.* from agents a join tasks t on t.agent_id = a.id where a.email = $1", 100, Set.of()));

        assertThat(targets(report)).containsExactly("public.tasks (agent_id)");
    }

    @Test
    void isSilentWhereNoIndexHelps() {
        AdviceReport report = advise(
                query("select * from colours where name = $1", 100_000, Set.of(), "colour 3"),
                query("select * from tasks where status = $1", 100, Set.of(1), "done"),
                query("select * from tasks where id = $1", 100_000, Set.of()),
                query(
                        "select * from messages where role = $1 order by created_at desc limit 10",
                        100,
                        Set.of(),
                        "user"),
                query(
                        "insert into messages (task_id, role, tokens, body, created_at) values ($1, $2, $3, $4, now())",
                        50_000,
                        Set.of()));

        assertThat(report.advice()).isEmpty();
        assertThat(report.notPlanned()).isEmpty();
        assertThat(report.workload().costAfter()).isEqualTo(report.workload().costBefore());
    }

    @Test
    void weighsAnIndexAgainstItsUpkeep() {
        AdviceReport report = advise(
                query("select * from messages where tokens = $1", 1, Set.of()),
                query(
                        "insert into messages (task_id, role, tokens, body, created_at) values ($1, $2, $3, $4, now())",
                        50_000,
                        Set.of()));

        assertThat(report.advice()).isEmpty();
    }

    @Test
    void listsWhatTheServerDoesNotPlanAndGoesOn() {
        AdviceReport report = advise(
                query("select 1; drop table tasks", 1, Set.of()),
                query("select * from dropped_table where id = $1", 7, Set.of()),
                query("select * from messages where task_id = $1", 1000, Set.of()));

        assertThat(report.notPlanned())
                .extracting(AdviceReport.NotPlanned::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("dropped_table"),
                        reason -> assertThat(reason).isEqualTo("more than one statement"));
        assertThat(report.advice()).hasSize(1);
    }

    @Test
    void keepsToTheLimits() {
        WorkloadStatement[] queries = {
            query("select * from messages where task_id = $1", 1000, Set.of()),
            query("select * from tasks where agent_id = $1", 500, Set.of())
        };

        assertThat(advise(AdviceOptions.ofDefaults(), queries).advice()).hasSize(2);
        assertThat(advise(AdviceOptions.ofDefaults().withMaxIndexes(1), queries).advice())
                .hasSize(1);
        assertThat(advise(AdviceOptions.ofDefaults().withBudget(8192), queries).advice())
                .isEmpty();
    }

    @Test
    void saysTheSameAgainForTheSameInput() throws Exception {
        Workload workload = workload(
                query("select * from messages where task_id = $1", 1000, Set.of()),
                query("select * from tasks where agent_id = $1 order by created_at desc limit 20", 500, Set.of()),
                query("select * from tasks where status = $1 order by created_at", 50, Set.of(1), "running"));
        ObjectMapper json = new ObjectMapper();

        String first = json.writeValueAsString(
                Advisor.advise(snapshot, workload, Queries::matches, AdviceOptions.ofDefaults()));
        String second = json.writeValueAsString(
                Advisor.advise(snapshot, workload, Queries::matches, AdviceOptions.ofDefaults()));

        assertThat(second).isEqualTo(first);
        assertThat(json.readTree(first).fieldNames())
                .toIterable()
                .containsExactly(
                        "schemaVersion",
                        "planner",
                        "serverVersion",
                        "whatIfCalls",
                        "workload",
                        "calibration",
                        "selection",
                        "statisticsAdvice",
                        "codeFixes",
                        "advice",
                        "onClone",
                        "hygiene",
                        "notPlanned",
                        "notes");
        assertThat(json.readTree(first).at("/advice/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "action",
                        "statement",
                        "table",
                        "method",
                        "sizeBytes",
                        "writeCost",
                        "costBefore",
                        "costAfter",
                        "replaces",
                        "coveredBy",
                        "queries",
                        "reason");
        assertThat(json.readTree(first).at("/advice/0/queries/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "fingerprint",
                        "sql",
                        "calls",
                        "costBefore",
                        "costAfter",
                        "measuredBeforeMs",
                        "measuredAfterMs",
                        "callSites",
                        "planBefore",
                        "planAfter",
                        "treeBefore",
                        "treeAfter");
    }

    @Test
    void predictsTheSizeOfTheIndexThatIsThenBuilt() throws Exception {
        AdviceReport report = advise(query("select * from messages where task_id = $1", 1000, Set.of(), 17));
        long real;
        try (var source = Source.connect(Source.agents());
                var statement = source.createStatement()) {
            statement.execute("begin");
            statement.execute(report.advice().get(0).statement());
            try (var row = statement.executeQuery("select pg_relation_size('idx_messages_task_id')")) {
                row.next();
                real = row.getLong(1);
            }
            statement.execute("rollback");
        }

        assertThat(report.advice().get(0).sizeBytes() / (double) real).isEqualTo(1, within(0.1));
    }

    @Test
    void replacesAnIndexByALongerOneThatDoesItsWorkToo() throws Exception {
        String database = Source.database("""
                create table calls (id bigint primary key, account bigint not null, at timestamptz not null, note text);
                insert into calls select i, i % 600,
                    timestamptz '2025-01-01' + (i * 7919 % 60000) * interval '1 second', repeat('x', 90)
                  from generate_series(1, 60000) i;
                create index calls_account on calls (account);
                create unique index calls_account_id on calls (account, id);
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze calls");
        }
        CatalogSnapshot calls = Source.snapshot(database);

        AdviceReport report = Advisor.advise(
                calls,
                workload(
                        query("select * from calls where account = $1 order by at desc limit 10", 1000, Set.of()),
                        query("insert into calls values ($1, $2, now(), $3)", 5_000, Set.of())),
                Queries::matches,
                AdviceOptions.ofDefaults());

        assertThat(report.advice()).singleElement().satisfies(advice -> {
            assertThat(advice.action()).isEqualTo("replace");
            assertThat(advice.definition().target()).isEqualTo("public.calls (account, at)");
            assertThat(advice.statement()).isEqualTo("create index idx_calls_account_at on public.calls (account, at)");
            assertThat(advice.replaces()).containsExactly(new QualifiedName("public", "calls_account"));
            assertThat(advice.reason()).contains("public.calls_account ").doesNotContain("calls_account_id");
        });
    }

    @Test
    void saysWhereJoinOrdersAreSearchedByChance() {
        String joins = "select count(*) from agents a0";
        for (int i = 1; i < 12; i++) {
            joins += " join agents a%1$d on a%1$d.id = a%2$d.id + 1".formatted(i, i - 1);
        }

        assertThat(advise(query(joins, 1, Set.of())).notes())
                .filteredOn(note -> note.contains("geqo_threshold"))
                .singleElement()
                .asString()
                .startsWith("1 statement joins 12 relations");
        assertThat(advise(query("select * from messages where task_id = $1", 1000, Set.of()))
                        .notes())
                .noneMatch(note -> note.contains("geqo"));
    }

    @Test
    void saysHowFarFromOptimalItIsAndWhatOtherBudgetsBuy() {
        AdviceReport report = advise(
                query("select * from messages where task_id = $1", 1000, Set.of()),
                query("select * from tasks where agent_id = $1 order by created_at desc limit 20", 500, Set.of()));

        SelectionReport selection = report.selection();
        assertThat(selection.solver()).isEqualTo("cp-sat");
        assertThat(selection.gap()).isNotNull().isLessThan(0.2);
        assertThat(selection.lowerBound()).isNotNull().isLessThanOrEqualTo(selection.objective());
        assertThat(selection.budgets()).hasSizeGreaterThan(1);
        assertThat(selection.budgets().stream().filter(SelectionReport.Budget::advised))
                .hasSize(1);
    }
}
