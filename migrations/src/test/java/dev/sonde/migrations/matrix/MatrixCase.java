package dev.sonde.migrations.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.migrations.writer.BuildMode;
import dev.sonde.migrations.writer.Evidence;
import dev.sonde.migrations.writer.IndexMigration;
import dev.sonde.migrations.writer.MigrationWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One scenario under one Flyway, one PostgreSQL and one way to set Flyway up. */
final class MatrixCase {

    static final String SUCCEEDS = "succeeds";
    static final String HEALS = "fails loudly, heals after repair";
    static final String REFUSES = "refuses at once, heals after repair with the doctor's setting";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String INDEX = "idx_orders_customer_id";

    private final FlywayMajor flyway;
    private final ThrowawayServer server;
    private final Settings settings;
    private final Path folder;
    private final String database = "matrix" + DATABASES.incrementAndGet();

    MatrixCase(FlywayMajor flyway, ThrowawayServer server, Settings settings, Path folder) {
        this.flyway = flyway;
        this.server = server;
        this.settings = settings;
        this.folder = folder;
    }

    /** What became of it; fails where the index is not valid in the end, or a failure was not told. */
    String run(Scenario scenario) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        Files.writeString(folder.resolve("V1__orders.sql"), """
                create table orders (id bigint primary key, customer_id bigint not null);
                insert into orders select i, i % 100 from generate_series(1, 2000) i;
                """);
        assertThat(migrate(settings)).isEmpty();
        prepare(scenario);
        write(scenario == Scenario.UNIQUE_VIOLATION);
        String outcome = settings == Settings.DEFAULT ? refused() : outcome(scenario);
        assertThat(query("select indisvalid and indisready from pg_index where indexrelid = to_regclass('" + INDEX
                        + "')"))
                .isEqualTo("t");
        assertThat(query("select count(*) from flyway_schema_history where success"))
                .isEqualTo("2");
        assertThat(query("select count(*) from flyway_schema_history where not success"))
                .isEqualTo("0");
        return outcome;
    }

    private void prepare(Scenario scenario) throws SQLException {
        if (scenario == Scenario.INVALID_LEFTOVER || scenario == Scenario.LOCK_TIMEOUT) {
            execute("create index " + INDEX + " on orders (customer_id)");
            execute("update pg_index set indisvalid = false where indexrelid = '" + INDEX + "'::regclass");
        } else if (scenario == Scenario.MADE_BY_HAND) {
            execute("create index " + INDEX + " on orders (customer_id)");
        }
    }

    private void write(boolean unique) throws Exception {
        IndexDefinition index = new IndexDefinition(
                new QualifiedName("public", "orders"),
                "btree",
                List.of(IndexDefinition.Key.column("customer_id")),
                List.of(),
                unique,
                "");
        new MigrationWriter(folder, Clock.systemUTC())
                .write(List.of(
                        new IndexMigration(index, INDEX, new Evidence("1", 1, List.of()), BuildMode.CONCURRENT)));
    }

    /** With the default lock nothing is even begun. */
    private String refused() throws SQLException {
        String before = query(
                "select count(*) || ' ' || coalesce(max(indexrelid), 0) from pg_index where indrelid = 'orders'::regclass");
        assertThat(migrate(Settings.DEFAULT)).contains("this would wait for ever");
        assertThat(
                        query(
                                "select count(*) || ' ' || coalesce(max(indexrelid), 0) from pg_index where indrelid = 'orders'::regclass"))
                .isEqualTo(before);
        execute("update orders set customer_id = id");
        assertThat(flyway.run("repair", url(Settings.DEFAULT), folder, true)).isEmpty();
        assertThat(migrate(Settings.SIMPLE_QUERIES)).isEmpty();
        return REFUSES;
    }

    private String outcome(Scenario scenario) throws Exception {
        return switch (scenario) {
            case NORMAL, INVALID_LEFTOVER -> succeed();
            case MADE_BY_HAND -> {
                String oid = query("select '" + INDEX + "'::regclass::oid");
                succeed();
                assertThat(query("select '" + INDEX + "'::regclass::oid")).isEqualTo(oid);
                yield SUCCEEDS;
            }
            case THREE_INSTANCES -> threeAtOnce();
            case UNIQUE_VIOLATION -> {
                assertThat(migrate(settings)).contains("23505");
                assertThat(migrate(settings)).as("a second try, before repair").isNotEmpty();
                execute("update orders set customer_id = id");
                yield heal();
            }
            case LOCK_TIMEOUT -> {
                try (Connection other = DriverManager.getConnection(server.url(database));
                        Statement statement = other.createStatement()) {
                    other.setAutoCommit(false);
                    statement.execute("lock table orders in share update exclusive mode");
                    assertThat(migrate(settings)).contains("55P03");
                }
                yield heal();
            }
            case KILLED -> killed();
        };
    }

    private String succeed() {
        assertThat(migrate(settings)).isEmpty();
        return SUCCEEDS;
    }

    private String heal() {
        assertThat(flyway.run("repair", url(settings), folder, settings.transactionalLock))
                .isEmpty();
        assertThat(migrate(settings)).isEmpty();
        return HEALS;
    }

    private String threeAtOnce() {
        List<CompletableFuture<String>> instances = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            instances.add(CompletableFuture.supplyAsync(() -> migrate(settings), task -> new Thread(task).start()));
        }
        instances.forEach(instance -> assertThat(instance.join()).isEmpty());
        return SUCCEEDS;
    }

    /** The server goes on without the client; when it is done, the next run finds the index and takes it. */
    private String killed() throws Exception {
        try (Connection service = DriverManager.getConnection(server.url(database));
                Statement statement = service.createStatement()) {
            service.setAutoCommit(false);
            statement.execute("select count(*) from orders");
            Process process = flyway.start(url(settings), folder, settings.transactionalLock);
            try {
                await(
                        "select count(*) from pg_stat_activity where query like 'create index concurrently%'"
                                + " and wait_event = 'virtualxid' and datname = current_database()",
                        "1");
            } finally {
                process.destroyForcibly().waitFor();
            }
            service.commit();
        }
        await(
                "select count(*) from pg_stat_activity where query like 'create index concurrently%'"
                        + " and datname = current_database()",
                "0");
        return succeed();
    }

    private void await(String sql, String expected) throws Exception {
        for (int attempt = 0; attempt < 1_200; attempt++) {
            if (query(sql).equals(expected)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not within a minute: " + sql);
    }

    private String migrate(Settings with) {
        return flyway.run("migrate", url(with), folder, with.transactionalLock);
    }

    private String url(Settings with) {
        return server.url(database) + with.urlOption;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
