package dev.sonde.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.Verification.Dropped;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Indexes that are dropped on trial, and are there afterwards. */
class DropTrialsTest {

    private static final QualifiedName BY_ACCOUNT = index("calls \"by\" account");
    private static final QualifiedName BY_ACCOUNT_AGAIN = index("calls_account_again");
    private static final QualifiedName BY_ID = index("calls_pkey");
    private static final String OF_ACCOUNT = "select count(filler) from odd.calls where account = 77";
    private static final VerifyOptions OPTIONS =
            new VerifyOptions(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(1), 3);

    private static String database;
    private static String before;

    @BeforeAll
    static void create() throws SQLException {
        database = Source.database("""
            create schema odd;
            create table odd.calls (id bigint primary key, account int, at int, filler text);
            insert into odd.calls select i, i % 1500, i, repeat('x', 90) from generate_series(1, 150000) i;
            create index "calls ""by"" account" on odd.calls (account);
            create index calls_at on odd.calls (at) where at > 149000;
            """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        before = indexes();
    }

    private static QualifiedName index(String name) {
        return new QualifiedName("odd", name);
    }

    /** All that the catalog says of them, files included. */
    private static String indexes() throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select string_agg(concat_ws(' ', i.indexrelid, c.relfilenode,"
                        + " i.indisvalid, c.relpages, pg_get_indexdef(i.indexrelid)), ', ' order by i.indexrelid)"
                        + " from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " where i.indrelid = 'odd.calls'::regclass")) {
            row.next();
            return row.getString(1);
        }
    }

    private static Verification verify(
            Connection connection, List<IndexDefinition> built, List<QualifiedName> drops, String... statements)
            throws SQLException {
        List<Subject> subjects = Stream.of(statements)
                .map(sql -> new Subject("of " + sql, sql, 10))
                .toList();
        return new AdviceVerifier(connection, OPTIONS).verify(built, drops, subjects);
    }

    private static Verification verify(List<IndexDefinition> built, List<QualifiedName> drops, String... statements)
            throws SQLException {
        try (Connection connection = Source.connect(database)) {
            return verify(connection, built, drops, statements);
        }
    }

    @AfterEach
    void allIndexesAreAsBefore() throws SQLException {
        assertThat(indexes()).isEqualTo(before);
    }

    @Test
    void anIndexWithoutWhichAStatementIsSlowerStays() throws SQLException {
        Verification result = verify(List.of(), List.of(BY_ACCOUNT), OF_ACCOUNT, "select max(filler) from odd.calls");

        Dropped dropped = result.drops().get(0);
        assertThat(dropped.rejection())
                .startsWith("slower without it, measured: of select count(filler)")
                .endsWith(" ms");
        assertThat(dropped.statements()).singleElement().satisfies(measured -> {
            assertThat(measured.subject().sql()).isEqualTo(OF_ACCOUNT);
            assertThat(measured.afterMillis()).isGreaterThan(measured.beforeMillis() + 1);
        });
    }

    @Test
    void anIndexWhoseWorkANewOneDoesCanGo() throws SQLException {
        IndexDefinition wider = IndexDefinition.btree(index("calls"), "account", "at");

        // Without an index on both columns it reads a hundred rows for each of a thousand accounts
        String ofBoth =
                "select count(filler) from odd.calls where account = any(array(select generate_series(1, 1000)))"
                        + " and at = 77";

        Verification result = verify(List.of(wider), List.of(BY_ACCOUNT), OF_ACCOUNT, ofBoth);

        assertThat(result.standing()).containsExactly(wider);

        assertThat(result.drops()).singleElement().satisfies(dropped -> {
            assertThat(dropped.index()).isEqualTo(BY_ACCOUNT);
            assertThat(dropped.rejection()).isNull();
        });
    }

    @Test
    void onlyTheOneThatIsNeededStays() throws SQLException {
        Verification result =
                verify(List.of(), List.of(BY_ACCOUNT, index("calls_at"), BY_ID, BY_ACCOUNT_AGAIN), OF_ACCOUNT);

        assertThat(result.drops())
                .extracting(Dropped::index)
                .containsExactly(BY_ACCOUNT, index("calls_at"), BY_ID, BY_ACCOUNT_AGAIN);
        assertThat(result.drops())
                .extracting(Dropped::rejection)
                .satisfiesExactly(
                        slower -> assertThat(slower).startsWith("slower without it"),
                        unused -> assertThat(unused).isNull(),
                        constraint -> assertThat(constraint)
                                .startsWith("not dropped there: ")
                                .contains("constraint"),
                        missing -> assertThat(missing)
                                .startsWith("not dropped there: ")
                                .contains("does not exist"));
    }

    @Test
    void aKillInTheMidstOfATrialLeavesTheIndex() throws Exception {
        String slow = "select count(filler), pg_sleep(0.2) from odd.calls where account = 77";
        try (Connection connection = Source.connect(database);
                Statement own = connection.createStatement();
                ResultSet row = own.executeQuery("select pg_backend_pid()")) {
            row.next();
            int backend = row.getInt(1);
            CompletableFuture<Verification> run = CompletableFuture.supplyAsync(() -> {
                try {
                    return verify(connection, List.of(), List.of(BY_ACCOUNT), slow);
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });

            killOnceItsIndexIsGone(backend);

            assertThat(run)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(SQLException.class);
        }
    }

    private static void killOnceItsIndexIsGone(int backend) throws Exception {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            String kill = "select pg_terminate_backend(pid) from pg_stat_activity a where pid = " + backend
                    + " and wait_event = 'PgSleep' and exists (select from pg_locks l where l.pid = a.pid and granted"
                    + " and mode = 'AccessExclusiveLock' and relation = 'odd.calls'::regclass)";
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < deadline) {
                try (ResultSet row = statement.executeQuery(kill)) {
                    if (row.next()) {
                        return;
                    }
                }
                Thread.sleep(10);
            }
            throw new AssertionError("no statement was run without the index");
        }
    }
}
