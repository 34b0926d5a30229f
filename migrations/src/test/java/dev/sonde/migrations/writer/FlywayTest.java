package dev.sonde.migrations.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the written pair does under real Flyway with its default settings. */
@Timeout(value = 45, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlywayTest {

    private static final String SIMPLE = "preferQueryMode=simple";
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final IndexMigration ON_CUSTOMER =
            migration(IndexDefinition.btree(ORDERS, "customer_id"), "idx_orders_customer_id", BuildMode.CONCURRENT);

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeAll
    static void quietly() {
        FLYWAY_LOG.setLevel(Level.OFF);
    }

    @BeforeEach
    void aProjectWithOneTable() throws IOException, SQLException {
        server = TestServer.freshDatabase();
        Files.writeString(folder.resolve("V1__orders.sql"), """
                create table orders (id bigint primary key, customer_id bigint not null, email text);
                insert into orders select i, i % 100, 'A' || i from generate_series(1, 2000) i;
                """);
    }

    @Test
    void buildsAValidIndexAndLeaksNoSetting() throws Exception {
        write(ON_CUSTOMER);
        Files.writeString(
                folder.resolve("V9__later.sql"),
                "create table settings as select current_setting('lock_timeout') l, current_setting('statement_timeout') s");

        migrate(SIMPLE);

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
        assertThat(server.query("select l || ' ' || s from settings")).isEqualTo("0 0");
    }

    @Test
    void buildsAPlainIndexUnderAnyUrl() throws Exception {
        write(migration(IndexDefinition.btree(ORDERS, "customer_id"), "idx_plain", BuildMode.PLAIN));

        migrate("");

        assertThat(server.state("idx_plain")).isEqualTo("valid");
    }

    @Test
    void analysesAfterAnIndexOnAnExpression() throws Exception {
        IndexDefinition lower = new IndexDefinition(
                ORDERS,
                "btree",
                List.of(new IndexDefinition.Key(
                        "lower(email)", false, "text_pattern_ops", IndexDefinition.Order.ASC_NULLS_LAST)),
                List.of("id"),
                false,
                "(email <> 'a''b\\ ${x}'::text)");
        write(migration(lower, "idx_lower", BuildMode.CONCURRENT));

        migrate(SIMPLE);

        assertThat(server.state("idx_lower")).isEqualTo("valid");
        assertThat(server.query(
                        "select pg_get_expr(indpred, indrelid) from pg_index where indexrelid = 'idx_lower'::regclass"))
                .isEqualTo("(email <> 'a''b\\ ${x}'::text)");
        assertThat(server.query("select count(*) from pg_stats where tablename = 'idx_lower'"))
                .isEqualTo("1");
    }

    @Test
    void refusesToHangUnderTheDefaultUrlAndHealsAfterRepair() throws Exception {
        write(ON_CUSTOMER);

        assertThatThrownBy(() -> migrate(""))
                .hasMessageContaining("this would wait for ever for the transaction in which Flyway keeps its lock");
        assertThat(server.state("idx_orders_customer_id")).isEmpty();
        flyway(SIMPLE).repair();
        migrate(SIMPLE);

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void aTransactionOfTheServiceIsWaitedForAndNotMistakenForFlyway() throws Exception {
        migrate("");
        write(ON_CUSTOMER);

        try (Connection service = server.open();
                Statement statement = service.createStatement()) {
            service.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(42), count(*) from orders");
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> migrate(SIMPLE));
            waitingBuild();
            service.commit();
            run.get(20, SECONDS);
        }

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void healsWhenTheBuildIsCancelled() throws Exception {
        migrate("");
        write(ON_CUSTOMER);

        try (Connection service = server.open();
                Statement statement = service.createStatement()) {
            service.setAutoCommit(false);
            statement.execute("select count(*) from orders");
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> migrate(SIMPLE));
            server.execute("select pg_terminate_backend(" + waitingBuild() + ")");
            assertThatThrownBy(() -> run.get(20, SECONDS)).isInstanceOf(ExecutionException.class);
        }
        assertThat(server.state("idx_orders_customer_id")).isEqualTo("invalid");
        flyway(SIMPLE).repair();
        migrate(SIMPLE);

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void healsAnInvalidLeftover() throws Exception {
        migrate("");
        assertThatThrownBy(() -> server.execute(
                        "create unique index concurrently idx_orders_customer_id on orders (customer_id)"))
                .hasMessageContaining("duplicate");
        assertThat(server.state("idx_orders_customer_id")).isEqualTo("invalid");
        write(ON_CUSTOMER);

        migrate(SIMPLE);

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void keepsAGoodIndexMadeByHand() throws Exception {
        migrate("");
        server.execute("create index idx_orders_customer_id on orders (customer_id)");
        String before = server.query("select 'idx_orders_customer_id'::regclass::oid");
        write(ON_CUSTOMER);

        migrate(SIMPLE);

        assertThat(server.query("select 'idx_orders_customer_id'::regclass::oid"))
                .isEqualTo(before);
    }

    @Test
    void failsOnAnIndexOfThatNameOnAnotherTableAndLeavesItAlone() throws Exception {
        migrate("");
        server.execute("create table other (customer_id bigint)");
        server.execute("create index idx_orders_customer_id on other (customer_id)");
        write(ON_CUSTOMER);

        assertThatThrownBy(() -> migrate(SIMPLE))
                .hasMessageContaining("index public.idx_orders_customer_id is missing or invalid, or not on table");
        assertThat(
                        server.query(
                                "select indrelid::regclass from pg_index where indexrelid = 'idx_orders_customer_id'::regclass"))
                .isEqualTo("other");
    }

    @Test
    void failsLoudlyOnAUniqueViolationAndHealsAfterRepair() throws Exception {
        IndexDefinition unique = new IndexDefinition(
                ORDERS, "btree", List.of(IndexDefinition.Key.column("customer_id")), List.of(), true, "");
        write(migration(unique, "idx_unique", BuildMode.CONCURRENT));

        assertThatThrownBy(() -> migrate(SIMPLE)).hasMessageContaining("23505");
        assertThat(server.state("idx_unique")).isEqualTo("invalid");
        assertThatThrownBy(() -> migrate(SIMPLE)).isInstanceOf(FlywayException.class);
        server.execute("update orders set customer_id = id");
        flyway(SIMPLE).repair();
        migrate(SIMPLE);

        assertThat(server.state("idx_unique")).isEqualTo("valid");
    }

    @Test
    void failsLoudlyWhenTheTableIsLockedAndSucceedsAfterRepair() throws Exception {
        migrate("");
        server.execute("create index idx_orders_customer_id on orders (customer_id)");
        server.execute("update pg_index set indisvalid = false where indexrelid = 'idx_orders_customer_id'::regclass");
        write(ON_CUSTOMER);

        try (Connection other = server.open();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table orders in share update exclusive mode");
            assertThatThrownBy(() -> migrate(SIMPLE)).hasMessageContaining("55P03");
        }
        assertThat(server.state("idx_orders_customer_id")).isEqualTo("invalid");
        flyway(SIMPLE).repair();
        migrate(SIMPLE);

        assertThat(server.state("idx_orders_customer_id")).isEqualTo("valid");
    }

    @Test
    void hostileNamesNeverInject() throws Exception {
        HostileNames names = new HostileNames(20261123);
        List<IndexMigration> migrations = new ArrayList<>();
        server.execute("create table canary (id int)");
        for (int i = 0; i < 40; i++) {
            QualifiedName table = new QualifiedName(names.next(i), names.next(i));
            String column = names.next(i);
            server.execute("create schema " + SqlIdentifier.quoted(table.schema()) + "; create table " + table.sql()
                    + " (" + SqlIdentifier.quoted(column) + " bigint)");
            migrations.add(new IndexMigration(
                    IndexDefinition.btree(table, column),
                    names.next(i),
                    new Evidence("1", 1, List.of(table.toString())),
                    i % 3 == 0 ? BuildMode.PLAIN : BuildMode.CONCURRENT));
        }
        write(migrations.toArray(IndexMigration[]::new));

        migrate(SIMPLE, true);

        assertThat(server.query("select count(*) from canary")).isEqualTo("0");
        for (IndexMigration migration : migrations) {
            assertThat(server.query(
                            "select indexrelid::regclass || ' ' || indrelid::regclass from pg_index where indisvalid and indexrelid = "
                                    + SqlText.literal(migration.qualifiedName().sql())
                                    + "::regclass and indrelid = "
                                    + SqlText.literal(migration.index().table().sql()) + "::regclass"))
                    .as(migration.script())
                    .isNotEmpty();
        }
        assertThat(server.query("select count(*) from pg_index where indexrelid::regclass::text not like 'pg_%'"
                        + " and not indisprimary and indexrelid::regclass::text not like 'flyway%'"
                        + " and indrelid > 16384"))
                .isEqualTo("40");
    }

    private String waitingBuild() throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            String pid = server.query("select pid from pg_stat_activity where query like 'create index concurrently%'"
                    + " and wait_event_type = 'Lock' and wait_event = 'virtualxid' and datname = current_database()");
            if (!pid.isEmpty()) {
                return pid;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no build waits");
    }

    private void write(IndexMigration... migrations) throws IOException {
        new MigrationWriter(folder, Clock.systemUTC()).write(List.of(migrations));
    }

    private void migrate(String urlParameters) {
        migrate(urlParameters, false);
    }

    private void migrate(String urlParameters, boolean baseline) {
        Flyway.configure()
                .configuration(flyway(urlParameters).getConfiguration())
                .baselineOnMigrate(baseline)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private Flyway flyway(String urlParameters) {
        return Flyway.configure()
                .dataSource(server.url(urlParameters), "postgres", "")
                .locations("filesystem:" + folder)
                .load();
    }

    private static IndexMigration migration(IndexDefinition index, String name, BuildMode mode) {
        return new IndexMigration(index, name, new Evidence("3f2a9c1d", 2, List.of("estimated: a gain")), mode);
    }
}
