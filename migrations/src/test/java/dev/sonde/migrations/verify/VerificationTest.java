package dev.sonde.migrations.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.convention.MigrationFolder;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.verify.VerifyReport.Checked;
import dev.sonde.migrations.verify.VerifyReport.Choice;
import dev.sonde.migrations.verify.VerifyReport.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Indexes of a real server after deployments that went well, badly, or are not done. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerificationTest {

    private static final String BY_SONDE = "-- Sonde advice 3f2a9c1d: index on public.orders for 1 captured query\n";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void aTable() throws SQLException {
        server = TestServer.freshDatabase();
        server.execute("create table orders (id int primary key, customer_id int, status text);"
                + " insert into orders select i, i % 1000, 'open' from generate_series(1, 20000) i; analyze orders");
    }

    @Test
    void aValidIndexIsAsAskedForHoweverItIsWritten() throws Exception {
        server.execute("create index idx on orders (customer_id) where status = 'open'");

        VerifyReport report = verify(file("create index CONCURRENTLY if not exists IDX on public.orders"
                + " using btree (\"customer_id\" ASC nulls last) where status='open'::text;"));

        assertThat(report.findings()).isEmpty();
        assertThat(report.indexes()).singleElement().satisfies(index -> {
            assertThat(index.state()).isEqualTo("valid");
            assertThat(index.sameDefinition()).isTrue();
            assertThat(index.expected())
                    .isEqualTo(index.actual())
                    .isEqualTo("CREATE INDEX idx ON public.orders USING btree (customer_id)"
                            + " WHERE (status = 'open'::text)");
        });
    }

    @Test
    void anotherIndexOfTheNameIsToldFromTheOneThatWasAskedFor() throws Exception {
        server.execute("create index idx on orders (customer_id desc)");
        ExpectedIndexes expected = file("create index concurrently idx on orders (customer_id);");

        Finding finding = only(verify(expected));

        assertThat(finding.rule()).isEqualTo("index-differs");
        assertThat(finding.message())
                .contains("asked for, which is: CREATE INDEX idx ON public.orders USING btree (customer_id);")
                .endsWith("it is: CREATE INDEX idx ON public.orders USING btree (customer_id DESC)");
        mend(finding);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void aMissingIndexComesWithTheStatementThatBuildsIt() throws Exception {
        ExpectedIndexes expected = file("create unique index concurrently \"Idx\" on public.orders (id, status);");

        Finding finding = only(verify(expected));

        assertThat(finding.rule()).isEqualTo("index-missing");
        assertThat(finding.index()).isEqualTo("public.Idx");
        assertThat(finding.statements())
                .containsExactly("create unique index concurrently \"Idx\" on public.orders (id, status);");
        mend(finding);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void whatAFailedBuildLeavesIsInvalidWhetherItWasAskedForOrNot() throws Exception {
        refuse("create unique index concurrently idx on orders (customer_id)");
        server.execute("delete from orders where id > 900");

        Finding leftover = only(verify(new ExpectedIndexes()));
        assertThat(leftover.rule()).isEqualTo("leftover-index");
        assertThat(leftover.message())
                .startsWith("INVALID")
                .endsWith("if nobody wants it, instead: drop index concurrently public.idx;");

        ExpectedIndexes expected = file("create unique index concurrently idx on orders (customer_id);");
        Finding finding = only(verify(expected));
        assertThat(finding.rule()).isEqualTo("index-invalid");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.statements()).containsExactly("reindex index concurrently public.idx;");
        mend(finding);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void whatACutOffReindexLeavesIsDropped() throws Exception {
        server.execute("create index idx on orders (customer_id)");
        besideAnOldTransaction(() -> refuse("set statement_timeout = '300ms'; reindex index concurrently idx"));

        Finding finding = only(verify(file("create index idx on orders (customer_id);")));

        assertThat(finding.rule()).isEqualTo("leftover-index");
        assertThat(finding.index()).startsWith("public.idx_cc");
        assertThat(finding.message()).contains("left over by a REINDEX CONCURRENTLY that was cut off");
        mend(finding);
        assertThat(verify(new ExpectedIndexes()).findings()).isEmpty();
        assertThat(server.state("idx")).isEqualTo("valid");
    }

    @Test
    void whatADropThatWasCutOffLeavesIsDroppedForGood() throws Exception {
        server.execute("create index idx on orders (customer_id)");
        ExpectedIndexes expected = file("drop index concurrently if exists public.idx;");
        assertThat(only(verify(expected)).rule()).isEqualTo("index-not-dropped");
        besideAReader(() -> refuse("set lock_timeout = '300ms'; drop index concurrently idx"));
        assertThat(server.state("idx")).isEqualTo("invalid");

        Finding finding = only(verify(expected));

        assertThat(finding.rule()).isEqualTo("index-not-dropped");
        assertThat(finding.message()).contains("though V1__x.sql drops it; it is INVALID");
        mend(finding);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void aBuildUnderWayIsNoLeftover() throws Exception {
        besideAnOldTransaction(() -> {
                    CompletableFuture<Void> build = CompletableFuture.runAsync(
                            () -> run("create index concurrently idx on orders (customer_id)"));
                    await("select count(*) = 1 from pg_stat_progress_create_index where phase like 'waiting%'"
                            + " and index_relid <> 0");

                    assertThat(verify(new ExpectedIndexes()).findings()).isEmpty();
                    VerifyReport report = verify(file("create index concurrently idx on orders (customer_id);"));
                    assertThat(only(report).rule()).isEqualTo("index-building");
                    assertThat(report.indexes()).extracting(Checked::state).containsExactly("building");
                    assertThat(report.builds()).singleElement().satisfies(running -> {
                        assertThat(running.index()).isEqualTo("public.idx");
                        assertThat(running.command()).isEqualTo("CREATE INDEX CONCURRENTLY");
                    });
                    assertThat(verifyAs("nobody", new ExpectedIndexes()).findings())
                            .isEmpty();
                    return build;
                })
                .get(30, TimeUnit.SECONDS);

        assertThat(verify(file("create index concurrently idx on orders (customer_id);"))
                        .findings())
                .isEmpty();
    }

    @Test
    void aDropUnderWayIsNoLeftover() throws Exception {
        server.execute("create index idx on orders (customer_id)");
        besideAReader(() -> {
                    CompletableFuture<Void> drop = CompletableFuture.runAsync(() -> run("drop index concurrently idx"));
                    await("select not indisvalid from pg_index where indexrelid = 'idx'::regclass");

                    assertThat(verify(new ExpectedIndexes()).findings()).isEmpty();
                    return drop;
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPartitionedIndexIsMadeWholePartitionByPartition() throws Exception {
        server.execute("""
                create table days (d date, n int) partition by range (d);
                create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
                create table days_2027 partition of days for values from ('2027-01-01') to ('2028-01-01')
                  partition by range (n);
                create table days_2027_1 partition of days_2027 for values from (1) to (100);
                create table days_2028 partition of days for values from ('2028-01-01') to ('2029-01-01');
                create index by_hand on days_2028 (n);
                create index idx_days on only days (n)""");
        ExpectedIndexes expected = file("create index if not exists idx_days on only public.days (n);");

        Finding finding = only(verify(expected));

        assertThat(finding.rule()).isEqualTo("partition-without-index");
        assertThat(finding.message())
                .endsWith("public.days_2026, public.days_2027, public.days_2028, public.days_2027_1");
        assertThat(finding.statements())
                .containsExactly(
                        "create index concurrently days_2026_idx_days on public.days_2026 USING btree (n);",
                        "create index days_2027_idx_days on only public.days_2027 USING btree (n);",
                        "create index concurrently days_2027_1_idx_days on public.days_2027_1 USING btree (n);",
                        "alter index public.days_2027_idx_days attach partition public.days_2027_1_idx_days;",
                        "alter index public.idx_days attach partition public.by_hand;",
                        "alter index public.idx_days attach partition public.days_2027_idx_days;",
                        "alter index public.idx_days attach partition public.days_2026_idx_days;");
        mend(finding);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void anInvalidPartOfAPartitionedIndexIsMendedAndAttachedAgain() throws Exception {
        server.execute("""
                create table days (d date, n int) partition by range (d);
                create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
                insert into days values ('2026-01-01', 1), ('2026-01-01', 1);
                create unique index idx_days on only days (d, n)""");
        refuse("create unique index concurrently part on days_2026 (d, n)");
        server.execute("delete from days; alter index idx_days attach partition part");
        ExpectedIndexes expected = file("create unique index if not exists idx_days on only public.days (d, n);");

        VerifyReport report = verify(expected);

        assertThat(report.findings()).extracting(Finding::rule).contains("index-invalid");
        Finding whole = report.findings().get(0);
        assertThat(whole.statements())
                .containsExactly(
                        "reindex index concurrently public.part;",
                        "alter index public.idx_days attach partition public.part;");
        mend(whole);
        assertThat(verify(expected).findings()).isEmpty();
    }

    @Test
    void ofAFolderCountsWhatSondeWroteAndOthersDidNotUndo() throws Exception {
        write("V1__base.sql", "create index by_hand on orders (status);");
        write("V2__a.sql", BY_SONDE + "create index concurrently if not exists a on public.orders (status);");
        write("V3__b.sql", BY_SONDE + "create index concurrently if not exists b on public.orders (id, status);");
        write("V4__c.sql", BY_SONDE + "create index concurrently if not exists c on public.orders (status, id);");
        write("V5__hand.sql", "drop index b; alter index public.c rename to d;");
        write("V6__l.sql", """
                --liquibase formatted sql
                --changeset sonde:V6 runInTransaction:false stripComments:false endDelimiter:#
                -- | Sonde advice 3f2a9c1e: index on public.orders for 1 captured query
                create index concurrently if not exists e on public.orders (customer_id)
                #
                """);
        write("V7__drop.sql", BY_SONDE + "drop index concurrently if exists public.again;");
        write("V8__hand.sql", "create index again on orders (id);");
        server.execute("create index again on orders (id)");
        ExpectedIndexes expected = new ExpectedIndexes();
        expected.addFolder(MigrationFolder.read(folder));

        VerifyReport report = verify(expected);

        assertThat(report.indexes()).extracting(Checked::index).containsExactly("public.a", "public.d", "public.e");
        assertThat(report.findings()).extracting(Finding::rule).containsOnly("index-missing");
    }

    @Test
    void saysWhetherTheQueriesOfTheAdviceChooseTheIndex() throws Exception {
        server.execute("create index idx on orders (customer_id); create index idx_status on orders (status)");
        ExpectedIndexes expected = new ExpectedIndexes();
        expected.addAdvice(write("advice.json", """
                {"schemaVersion": 1, "advice": [
                  {"id": "a1", "action": "create", "statement": "create index idx on public.orders (customer_id)",
                   "queries": [{"fingerprint": "00000000000000aa", "sql": "select * from orders where customer_id = $1"}]},
                  {"id": "a2", "action": "create", "statement": "create index idx_status on public.orders (status)",
                   "queries": [{"fingerprint": "00000000000000bb", "sql": "select * from orders where status = 'open'"},
                               {"fingerprint": "00000000000000cc", "sql": "select nothing from nowhere"}]}]}
                """));

        VerifyReport report = verify(expected);

        assertThat(report.indexes().get(0).queries()).singleElement().satisfies(query -> {
            assertThat(query.choice()).isEqualTo(Choice.CHOSEN);
            assertThat(query.plan()).contains("using idx");
        });
        assertThat(report.indexes().get(1).queries())
                .extracting(VerifyReport.Query::choice)
                .containsExactly(Choice.NOT_CHOSEN, Choice.UNKNOWN);
        assertThat(only(report).index()).isEqualTo("public.idx_status");
    }

    @Test
    void ofATinyTableOrUnknownValuesNothingIsConcluded() throws Exception {
        server.execute("create table tiny (id int, n int); insert into tiny values (1, 1); analyze tiny;"
                + " create index idx_tiny on tiny (n); create index idx_part on orders (id) where status = 'closed'");
        ExpectedIndexes expected = new ExpectedIndexes();
        expected.addAdvice(write("advice.json", """
                {"schemaVersion": 1, "advice": [
                  {"id": "a1", "action": "create", "statement": "create index idx_tiny on public.tiny (n)",
                   "queries": [{"fingerprint": "00000000000000aa", "sql": "select * from tiny where n = 1"}]},
                  {"id": "a2", "action": "create", "statement": "create index idx_part on public.orders (id) where status = 'closed'",
                   "queries": [{"fingerprint": "00000000000000bb", "sql": "select * from orders where status = $1"}]}]}
                """));

        VerifyReport report = verify(expected);

        assertThat(report.clean()).isTrue();
        assertThat(report.findings()).extracting(Finding::severity).containsOnly(Severity.INFO);
        assertThat(report.findings().get(0).message()).contains("values", "--capture");
        assertThat(report.findings().get(1).message()).contains("public.tiny has 1 page here");
    }

    @Test
    void namesFromHellAreLookedForAndMended() throws Exception {
        server.execute("create schema \"on\"; create table \"on\".\"a\"\" USING (\" (\"x; y\" int, \"new\nline\" int)");
        ExpectedIndexes expected = file(
                "create index concurrently \"i ON using; --\" on \"on\".\"a\"\" USING (\" (\"x; y\", \"new\nline\");");

        Finding finding = only(verify(expected));
        assertThat(finding.statements()).allMatch(statement -> statement.indexOf('\n') < 0);
        mend(finding);

        assertThat(verify(expected).findings()).isEmpty();
        assertThat(verify(expected).indexes().get(0).sameDefinition()).isTrue();
    }

    @Test
    void nothingIsWritten() throws Exception {
        server.execute("create index idx on orders (customer_id)");
        String transactions = "select pg_snapshot_xmax(pg_current_snapshot())::text";
        String before = server.query(transactions);

        verify(file("create index concurrently idx on orders (status);"));

        assertThat(server.query(transactions)).isEqualTo(before);
    }

    private static Finding only(VerifyReport report) {
        assertThat(report.findings()).hasSize(1);
        return report.findings().get(0);
    }

    private ExpectedIndexes file(String sql) throws IOException {
        ExpectedIndexes expected = new ExpectedIndexes();
        expected.addFile(write("V1__x.sql", sql));
        return expected;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private VerifyReport verify(ExpectedIndexes expected) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("preferQueryMode=simple"))) {
            return Verification.of(expected, Optional.empty(), connection);
        }
    }

    /** As a role that may see no more than any other. */
    private VerifyReport verifyAs(String role, ExpectedIndexes expected) throws SQLException {
        server.execute("drop role if exists " + role + "; create role " + role + " login");
        String url = server.url("preferQueryMode=simple").replace("user=postgres", "user=" + role);
        try (Connection connection = DriverManager.getConnection(url)) {
            return Verification.of(expected, Optional.empty(), connection);
        }
    }

    private void mend(Finding finding) throws SQLException {
        assertThat(finding.statements()).isNotEmpty();
        for (String statement : finding.statements()) {
            server.execute(statement);
        }
    }

    private void run(String sql) {
        try {
            server.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuse(String sql) throws SQLException {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            List<String> parts = List.of(sql.split("; "));
            for (String part : parts.subList(0, parts.size() - 1)) {
                statement.execute(part);
            }
            String last = parts.get(parts.size() - 1);
            assertThatThrownBy(() -> statement.execute(last)).isInstanceOf(SQLException.class);
        }
    }

    private void await(String sql) throws Exception {
        while (!server.query(sql).equals("t")) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @FunctionalInterface
    private interface Meanwhile<T> {
        T run() throws Exception;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private <T> T besideAnOldTransaction(Meanwhile<T> meanwhile) throws Exception {
        return beside("select 1 from pg_class limit 1", meanwhile);
    }

    private void besideAnOldTransaction(Action action) throws Exception {
        besideAnOldTransaction(done(action));
    }

    private <T> T besideAReader(Meanwhile<T> meanwhile) throws Exception {
        return beside("select count(*) from orders", meanwhile);
    }

    private void besideAReader(Action action) throws Exception {
        besideAReader(done(action));
    }

    private static Meanwhile<Boolean> done(Action action) {
        return () -> {
            action.run();
            return true;
        };
    }

    private <T> T beside(String reading, Meanwhile<T> meanwhile) throws Exception {
        try (Connection old = server.open()) {
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            old.setAutoCommit(false);
            try (Statement statement = old.createStatement()) {
                statement.execute(reading);
            }
            T result = meanwhile.run();
            old.rollback();
            return result;
        }
    }
}
