package dev.sonde.engine.why;

import static dev.sonde.engine.advice.Queries.query;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.Source;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.User;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexReasonsTest {

    private static final String LATEST = "select * from calls where account = $1 order by at desc limit 10";

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeCalls() throws Exception {
        database = Source.database("""
                create table accounts (id bigint primary key, code text not null);
                create table calls (id bigint primary key, account bigint not null references accounts,
                  at timestamptz not null, state text not null, note text not null);
                insert into accounts select i, 'code ' || i from generate_series(1, 20000) i;
                insert into calls select i, 1 + i % 600, timestamptz '2025-01-01' + (i * 7919 % 60000) * interval '1 second',
                    case when i % 300 = 0 then 'open' else 'done' end, repeat('x', 90)
                  from generate_series(1, 60000) i;
                create unique index accounts_code on accounts (code);
                create index calls_account on calls (account);
                create index calls_account_again on calls (account);
                create index calls_open on calls (at) where state = 'open';
                create index "Anrufe; drop table" on calls (at);
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        snapshot = Source.snapshot(database);
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
    void costsAStatementWithoutTheIndexAsTheServerDoesOnceItIsDropped() throws SQLException {
        String sql = "select id from calls where state = 'open' order by at limit 5";

        Index index = asked(query(sql, 100, Set.of())).index("calls_open");

        assertThat(index.verdict()).isEqualTo(Verdict.IN_USE);
        assertThat(index.because()).contains("1 captured query depends on it; without it the workload costs");
        User user = index.users().get(0);
        assertThat(user.planWith()).contains("calls_open");
        double dropped = costOnceDropped("calls_open", sql);
        assertThat(user.costWithout()).isCloseTo(dropped, within(dropped * 0.005));
        assertThat(index.costWithout()).isCloseTo(100 * dropped, within(dropped * 0.5));
        assertThat(index.costWith()).isEqualTo(100 * user.costWith(), within(1e-6));
        assertThat(user.callSites()).containsExactly("dev.example.TaskRepository.find(TaskRepository.java:17)");
    }

    private static double costOnceDropped(String index, String sql) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            statement.execute("drop index " + index);
            try (ResultSet row = statement.executeQuery("explain (verbose, format json) " + sql)) {
                row.next();
                return ExplainJson.parse(row.getString(1)).totalCost();
            } finally {
                statement.execute("rollback");
            }
        }
    }

    @Test
    void aConstraintAndWhatRefersToItKeepTheirIndex() {
        Index index = asked(query("select * from accounts where id = $1", 10, Set.of()))
                .index("accounts_pkey");

        assertThat(index.verdict()).isEqualTo(Verdict.CONSTRAINT);
        assertThat(index.because())
                .contains("PRIMARY KEY (id)", "calls_account_fkey of public.calls refers to it", "more");
        assertThat(index.needs()).singleElement().asString().contains("refers to its columns");
    }

    @Test
    void aStatementThatIsRefusedWithoutTheIndexDependsOnIt() {
        String sql = "insert into accounts values ($1, $2) on conflict (code) do nothing";

        Index index =
                asked(query(sql, 10, Set.of()), query(LATEST, 10, Set.of())).index("accounts_code");

        assertThat(index.verdict()).isEqualTo(Verdict.UNIQUE);
        assertThat(index.because()).contains("the server refuses 1 of the captured queries");
        assertThat(index.users()).singleElement().satisfies(user -> {
            assertThat(user.costWithout()).isNull();
            assertThat(user.planWithout()).contains("ON CONFLICT");
        });
        assertThat(index.costWithout()).isNull();
    }

    @Test
    void ofTwoThatAreAlikeOneMayGo() {
        Asked asked = asked(query("select * from calls where account = $1", 10, Set.of()));

        assertThat(asked.index("calls_account_again")).satisfies(index -> {
            assertThat(index.verdict()).isEqualTo(Verdict.SUPERFLUOUS);
            assertThat(index.because()).contains("holds the same as calls_account", "costs the same");
            assertThat(index.hygiene()).extracting(finding -> finding.rule()).containsExactly("duplicate-index");
            assertThat(index.needs()).singleElement().asString().contains("as another index does");
        });
        assertThat(asked.index("calls_account")).satisfies(index -> {
            assertThat(index.verdict()).isEqualTo(Verdict.NOT_NEEDED_HERE);
            assertThat(index.because()).contains("no captured query gets dearer without it");
        });
    }

    @Test
    void namesTheAdvisedIndexThatTakesItsPlace() {
        Index index = asked(
                        query(LATEST, 1000, Set.of()),
                        query("insert into calls values ($1, $2, now(), $3, $4)", 5_000, Set.of()))
                .index("calls_account");

        assertThat(index.verdict()).isEqualTo(Verdict.REPLACED);
        assertThat(index.because()).contains("the advised idx_calls_account_at does all that it does");
        assertThat(index.lossBesideAdvice()).isEqualTo(0);
        assertThat(index.writes().cost()).isPositive();
        assertThat(index.writes().entries()).isEqualTo(5_000);
    }

    @Test
    void whatNoCapturedQueryNeedsIsSaidWithItsCounters() {
        Index index = asked(query("select * from accounts where id = $1", 10, Set.of()))
                .index("calls_open");

        assertThat(index.verdict()).isEqualTo(Verdict.NOT_NEEDED_HERE);
        assertThat(index.users()).isEmpty();
        assertThat(index.because()).contains("no captured query gets dearer without it", "on this server only");
        assertThat(index.use()).isNotNull();
    }

    @Test
    void updatesThatAreNoLongerHotCountForTheIndexThatMakesThemSo() {
        Index index = asked(query("update calls set state = $1 where id = $2", 1000, Set.of()))
                .index("calls_open");

        assertThat(index.writes().hotLost()).isEqualTo(1000);
        assertThat(index.writes().entries()).isGreaterThan(4000);
    }

    @Test
    void hidesAnIndexWhateverItIsCalled() {
        Index index =
                asked(query("select * from calls where at = $1", 10, Set.of())).index("Anrufe; drop table");

        assertThat(index.index()).isEqualTo("public.\"Anrufe; drop table\"");
        assertThat(index.verdict()).isEqualTo(Verdict.IN_USE);
    }

    @Test
    void anIndexThatDoesNotExistIsExaminedBesideTheAdvisorsOwn() {
        Asked asked = asked(query(LATEST, 1000, Set.of()), query("select count(*) from accounts", 1, Set.of()));

        assertThat(asked.whatIf("create index on calls (account, at desc)")).satisfies(index -> {
            assertThat(index.exists()).isFalse();
            assertThat(index.verdict()).isIn(Verdict.ADVISED, Verdict.SUPERSEDED);
            assertThat(index.users()).singleElement().satisfies(user -> {
                assertThat(user.costWith()).isLessThan(requireNonNull(user.costWithout()) / 2);
                assertThat(user.planWith()).contains("using it");
            });
            assertThat(index.sizeBytes()).isBetween(1_000_000L, 3_000_000L);
            assertThat(index.use()).isNull();
        });
        assertThat(asked.whatIf("create index somehow on calls (account)")).satisfies(index -> {
            assertThat(index.verdict()).isEqualTo(Verdict.EXISTS);
            assertThat(index.because()).contains("index calls_account does this already");
        });
        assertThat(asked.whatIf("create index on calls (note)").verdict()).isEqualTo(Verdict.NOT_USED);
    }

    @Test
    void theServerReadsCreateIndex() {
        List<String> targets = CreateIndexText.read(
                        snapshot,
                        List.of(
                                "create index concurrently if not exists x on calls (upper(note) text_pattern_ops desc,"
                                        + " at nulls first) include (state) with (fillfactor = 70) where account > 5",
                                "CREATE INDEX ON public.calls USING hash (note)",
                                "create index on accounts (code collate \"C\")"))
                .stream()
                .map(read -> read.definition().target())
                .toList();

        assertThat(targets)
                .containsExactly(
                        "public.calls ((upper(note)) text_pattern_ops desc, at nulls first) include (state)"
                                + " with (fillfactor = 70) where (account > 5)",
                        "public.calls using hash (note)",
                        "public.accounts (code COLLATE \"C\")");
    }

    @Test
    void whatTheServerRefusesIsBadInput() {
        assertThatThrownBy(() -> CreateIndexText.read(snapshot, List.of("create index on nowhere (a)")))
                .isInstanceOf(AdvisorException.class)
                .hasMessage(
                        "the server refuses create index on nowhere (a): ERROR: relation \"nowhere\" does not exist");
        assertThatThrownBy(
                        () -> CreateIndexText.read(snapshot, List.of("create index on calls (at); drop table calls")))
                .hasMessageStartingWith("more than one statement");
        assertThatThrownBy(() ->
                        CreateIndexText.read(snapshot, List.of("create index if not exists calls_open on calls (at)")))
                .hasMessageContaining("there already");
    }
}
