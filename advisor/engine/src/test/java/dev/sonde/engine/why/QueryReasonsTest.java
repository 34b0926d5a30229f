package dev.sonde.engine.why;

import static dev.sonde.engine.advice.Queries.query;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.why.WhyReport.Considered;
import dev.sonde.engine.why.WhyReport.NotConsidered;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryReasonsTest {

    private static final WorkloadStatement NEWEST =
            query("select * from tasks where agent_id = $1 order by created_at desc limit 20", 500, Set.of());
    private static final WorkloadStatement OF_TASK =
            query("select * from messages where task_id = $1", 1000, Set.of(), 17);
    private static final WorkloadStatement INSERTS = query(
            "insert into messages (task_id, role, tokens, body, created_at) values ($1, $2, $3, $4, now())",
            50_000,
            Set.of());

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

    private static Asked asked(WorkloadStatement... workload) {
        return Asked.of(twin, snapshot, workload);
    }

    @Test
    void tellsTheQuerysShareItsPlansAndTheAdvisedIndex() {
        Query query = asked(OF_TASK, NEWEST).query();

        assertThat(query.calls()).isEqualTo(1000);
        assertThat(query.measuredMs()).isEqualTo(62.5);
        assertThat(query.timeShare()).isEqualTo(1000 / 1500.0);
        assertThat(query.costShare()).isBetween(0.3, 0.99);
        assertThat(query.costAfter()).isLessThan(requireNonNull(query.costBefore()) / 50);
        assertThat(query.plans()).isNotEmpty().allSatisfy(plan -> {
            assertThat(plan.before()).contains("Seq Scan on messages");
            assertThat(plan.indexesBefore()).isEmpty();
            assertThat(plan.indexesAfter()).containsExactly("idx_messages_task_id");
        });
        Considered first = query.considered().get(0);
        assertThat(first.verdict()).isEqualTo(Verdict.ADVISED);
        assertThat(first.index()).isEqualTo("public.messages (task_id)");
        assertThat(first.because()).contains("idx_messages_task_id");
        assertThat(first.trigger()).isEqualTo("reads by task_id");
        assertThat(first.costBest()).isEqualTo(query.costAfter());
    }

    @Test
    void namesTheAdvisedIndexThatMakesAnotherSuperfluous() {
        Asked queue = asked(query(
                "select * from tasks where status = $1 order by created_at desc limit $2",
                500,
                Set.of(),
                "queued",
                20));

        Considered shorter = queue.considered("public.tasks (status)");

        assertThat(shorter.verdict()).isEqualTo(Verdict.SUPERSEDED);
        assertThat(shorter.because()).contains("beside idx_tasks_status_created_at a further", "in place of it");
        assertThat(shorter.costAlone()).isLessThan(queue.query().costBefore());
    }

    @Test
    void saysThatTheRestOfTheWorkloadDwarfsIt() {
        Considered rare = asked(query("select * from messages where tokens = $1", 1, Set.of()), OF_TASK, NEWEST)
                .considered("public.messages (tokens)");

        assertThat(rare.verdict()).isEqualTo(Verdict.BELOW_THRESHOLD);
        assertThat(rare.because()).contains("each new index has to save 2.0 %");
    }

    @Test
    void saysThatWritingCostsMoreThanItSaves() {
        Considered costly = asked(query("select * from messages where tokens = $1", 1, Set.of()), INSERTS)
                .considered("public.messages (tokens)");

        assertThat(costly.verdict()).isEqualTo(Verdict.WRITE_COST);
        assertThat(costly.writeCost()).isPositive();
    }

    @Test
    void saysWhichLimitKeepsItOut() {
        Asked both = asked(OF_TASK, NEWEST);

        assertThat(both.with(AdviceOptions.ofDefaults().withBudget(100_000)).considered("public.messages (task_id)"))
                .satisfies(considered -> {
                    assertThat(considered.verdict()).isEqualTo(Verdict.BUDGET);
                    assertThat(considered.because()).contains("0.1 MB are allowed");
                });
        assertThat(List.of(
                        both.with(AdviceOptions.ofDefaults().withMaxIndexes(1))
                                .considered("public.messages (task_id)")
                                .verdict(),
                        asked(NEWEST, OF_TASK)
                                .with(AdviceOptions.ofDefaults().withMaxIndexes(1))
                                .considered("public.tasks (agent_id, created_at)")
                                .verdict()))
                .containsExactlyInAnyOrder(Verdict.ADVISED, Verdict.MAX_INDEXES);
    }

    @Test
    void saysThatItSavesNoStatementEnough() {
        Limits strict = new Limits(Long.MAX_VALUE, 20, Double.POSITIVE_INFINITY, 0.02, 0.9999, 0.05);

        Considered little =
                asked(OF_TASK, NEWEST).with(new AdviceOptions(strict)).considered("public.messages (task_id)");

        assertThat(little.verdict()).isEqualTo(Verdict.LITTLE_FOR_EACH);
        assertThat(little.because()).contains("of no statement's cost the 100");
    }

    @Test
    void saysThatThePlannerHasNoUseForIt() {
        Considered frequent = asked(query("select * from tasks where status = $1", 100, Set.of(1), "done"))
                .considered("public.tasks (status)");

        assertThat(frequent.verdict()).isEqualTo(Verdict.NOT_USED);
        assertThat(frequent.costBest()).isNull();
    }

    @Test
    void saysForWhatNothingWasExaminedAndWhy() {
        assertThat(rejected("select * from tasks where title like '%abc%'")).anySatisfy(rejected -> {
            assertThat(rejected.condition()).isEqualTo("title ~~ '%abc%'");
            assertThat(rejected.reason()).contains("pg_trgm is not installed");
            assertThat(rejected.hint()).contains("CREATE EXTENSION pg_trgm");
        });
        assertThat(rejected("select * from messages where role = $1"))
                .extracting(NotConsidered::reason)
                .contains("index messages_role_created does this already");
        assertThat(rejected("select * from colours where name = $1"))
                .extracting(NotConsidered::reason)
                .singleElement()
                .asString()
                .contains("reading it through is as good");
    }

    @Test
    void saysThatNoPartialIndexRestsOnABoundValue() {
        String sql = "select id from tasks where status = $1 order by priority desc, id limit 1";

        List<NotConsidered> bound =
                asked(query(sql, 2000, Set.of(), "queued")).query().rejected();
        List<NotConsidered> literal =
                asked(query(sql, 2000, Set.of(1), "queued")).query().rejected();

        assertThat(bound).extracting(NotConsidered::reason).anyMatch(reason -> reason.contains("generic plan"));
        assertThat(literal).extracting(NotConsidered::reason).noneMatch(reason -> reason.contains("generic plan"));
    }

    @Test
    void keepsToTheQueryThatIsAskedAbout() {
        Query query = asked(
                        query("select * from tasks where priority = $1 and title like '%abc%'", 5, Set.of()), OF_TASK)
                .query();

        assertThat(query.considered()).extracting(Considered::index).noneMatch(index -> index.contains("messages"));
        assertThat(query.rejected()).extracting(NotConsidered::table).containsOnly("public.tasks");
    }

    @Test
    void givesTheServersReasonForWhatItDoesNotPlan() {
        Query query = asked(query("select * from dropped_table where id = $1", 7, Set.of()), OF_TASK)
                .query();

        assertThat(query.notPlanned()).contains("dropped_table");
        assertThat(query.costBefore()).isNull();
        assertThat(query.considered()).isEmpty();
        assertThat(query.timeShare()).isEqualTo(7 / 1007.0);
    }

    @Test
    void countsTheLookUpsBehindADelete() {
        Query query =
                asked(query("delete from tasks where id = $1", 100, Set.of())).query();

        assertThat(query.plans()).anySatisfy(plan -> {
            assertThat(plan.kind()).isEqualTo("foreign-key");
            assertThat(plan.before()).contains("Seq Scan on messages");
        });
        assertThat(query.considered().get(0).index()).isEqualTo("public.messages (task_id)");
        assertThat(query.considered().get(0).verdict()).isEqualTo(Verdict.ADVISED);
    }

    private static List<NotConsidered> rejected(String sql) {
        return asked(query(sql, 100, Set.of())).query().rejected();
    }
}
