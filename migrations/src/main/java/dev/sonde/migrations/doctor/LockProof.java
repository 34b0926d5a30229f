package dev.sonde.migrations.doctor;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.migrations.project.FlywaySettings;
import dev.sonde.migrations.project.Runner;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.license.VersionPrinter;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Runs real Flyway with a project's effective settings on a throw-away PostgreSQL: one table, one index built
 * concurrently. Nothing of the project's database is touched. This class is not threadsafe.
 */
public final class LockProof implements AutoCloseable {

    private static final Duration HANG = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private static final String WAITING = """
            select b.pid, f.state
            from pg_stat_activity b
            join pg_stat_activity f on f.pid = any(pg_blocking_pids(b.pid))
            where b.datname = current_database() and b.wait_event = 'virtualxid'
              and b.query like 'create index concurrently%' and f.datname = current_database()
            """;

    private final ThrowawayServer server;
    private final Path folder;
    private final Map<ProofSettings, ProofRun> done = new HashMap<>();
    private int databases;

    private LockProof(ThrowawayServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Starts the server.
     *
     * @throws AdvisorException if PostgreSQL cannot be started here
     */
    public static LockProof start() throws IOException {
        FLYWAY_LOG.setLevel(Level.OFF);
        ThrowawayServer server =
                ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"));
        try {
            Path folder = Files.createTempDirectory("sonde-doctor-");
            Files.writeString(folder.resolve("V1__orders.sql"), "create table orders (customer_id bigint);\n");
            Files.writeString(
                    folder.resolve("V2__index.sql"),
                    "create index concurrently idx_orders_customer_id on orders (customer_id);\n");
            return new LockProof(server, folder);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Version of the Flyway that is run, which may not be the project's. */
    public static String flywayVersion() {
        return VersionPrinter.getVersion();
    }

    /** The project's settings, and if they do not work, the same with the doctor's changes. */
    public List<ProofRun> prove(Diagnosis diagnosis) throws SQLException {
        FlywaySettings settings = diagnosis.settings();
        ProofSettings effective = ProofSettings.of(settings);
        List<ProofRun> runs = new ArrayList<>();
        runs.add(run(effective));
        boolean byUrl = settings.runner() == Runner.MAVEN || settings.runner() == Runner.GRADLE;
        ProofSettings cured = effective.cured(diagnosis.behindPgBouncer(), byUrl);
        if (diagnosis.verdict() != Diagnosis.Verdict.BUILDS && !cured.equals(effective)) {
            runs.add(run(cured));
        }
        return runs;
    }

    private ProofRun run(ProofSettings settings) throws SQLException {
        ProofRun before = done.get(settings);
        if (before != null) {
            return before;
        }
        String database = "proof" + ++databases;
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        ProofRun run;
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            run = watch(settings, flyway(settings, database), statement);
        }
        done.put(settings, run);
        return run;
    }

    private Flyway flyway(ProofSettings settings, String database) {
        StringBuilder url = new StringBuilder(server.url(database));
        settings.urlOptions()
                .forEach((name, value) -> url.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(url.toString(), "postgres", "")
                .locations("filesystem:" + folder)
                .group(settings.group())
                .mixed(settings.mixed())
                .executeInTransaction(settings.executeInTransaction())
                .initSql(settings.initSql().isEmpty() ? null : settings.initSql());
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(settings.transactionalLock());
        return configuration.load();
    }

    private static ProofRun watch(ProofSettings settings, Flyway flyway, Statement statement) throws SQLException {
        CompletableFuture<Void> migration = CompletableFuture.runAsync(flyway::migrate);
        long end = System.nanoTime() + LONGEST.toNanos();
        long waitingSince = 0;
        while (System.nanoTime() < end) {
            try {
                migration.get(50, TimeUnit.MILLISECONDS);
                return built(settings, statement);
            } catch (ExecutionException e) {
                return new ProofRun(settings.words(), Diagnosis.Verdict.FAILS, firstLine(e));
            } catch (TimeoutException e) {
                String blocker = blocker(statement);
                long now = System.nanoTime();
                waitingSince = blocker.isEmpty() ? 0 : waitingSince == 0 ? now : waitingSince;
                if (waitingSince != 0 && now - waitingSince > HANG.toNanos()) {
                    endAll(statement);
                    return new ProofRun(
                            settings.words(),
                            Diagnosis.Verdict.HANGS,
                            "after " + HANG.toSeconds()
                                    + " s the build still waits for Flyway's own other session, which is " + blocker);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        endAll(statement);
        return new ProofRun(settings.words(), Diagnosis.Verdict.HANGS, "not done after " + LONGEST.toSeconds() + " s");
    }

    private static ProofRun built(ProofSettings settings, Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select count(*) from pg_index where indexrelid = to_regclass('idx_orders_customer_id') and indisvalid")) {
            boolean valid = rows.next() && rows.getInt(1) == 1;
            return valid
                    ? new ProofRun(settings.words(), Diagnosis.Verdict.BUILDS, "the index was built and is valid")
                    : new ProofRun(settings.words(), Diagnosis.Verdict.FAILS, "the index is INVALID");
        }
    }

    /** State of the session that the build waits for, empty if it does not wait. */
    private static String blocker(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(WAITING)) {
            return rows.next() ? String.valueOf(rows.getString("state")) : "";
        }
    }

    private static void endAll(Statement statement) throws SQLException {
        statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    private static String firstLine(ExecutionException e) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> line.matches("(?s)(SQL State|Message)\\s*:.*"))
                .toList();
        return lines.isEmpty() ? message.lines().findFirst().orElse("failed") : String.join(", ", lines);
    }

    @Override
    public void close() {
        server.close();
        try {
            for (String name : List.of("V1__orders.sql", "V2__index.sql")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
