package dev.sonde.sample.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.sample.agents.job.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {

    @Test
    void migrationsApplyInOrder() {
        assertThat(SeededDatabase.APPLIED)
                .hasSize(6)
                .isSorted()
                .allMatch(file -> file.matches("V\\d{14}__[a-z0-9_]+\\.sql"));
    }

    @Test
    @Timeout(30)
    void aConcurrentIndexBuildDoesNotHang(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("V20991231235959__idx_runs_status.sql"),
                "create index concurrently idx_runs_status on runs (status);\n");

        int status = MigrateJob.run(new String[] {
            "--url",
            SeededDatabase.TARGET.url(),
            "--user",
            "postgres",
            "--locations",
            "classpath:db/migration,filesystem:" + directory
        });

        assertThat(status).isZero();
        assertThat(count("select count(*) from pg_index where indexrelid = 'idx_runs_status'::regclass"
                        + " and indisvalid"))
                .isEqualTo(1);
        // Later starts do not know the location: Flyway would miss the applied file.
        try (Connection connection = SeededDatabase.TARGET.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from flyway_schema_history where version = '20991231235959'");
            statement.execute("drop index idx_runs_status");
        }
    }

    @Test
    void theSeedMakesAsManyRowsAsTheScaleSays() throws Exception {
        assertThat(count("select count(*) from messages where created_at < date_trunc('day', now()) + interval '1 hour'"
                        + " and content not like 'Appended%'"))
                .isEqualTo(SeededDatabase.VOLUME.messages());
        assertThat(count("select count(*) from tool_calls")).isEqualTo(SeededDatabase.VOLUME.toolCalls());
    }

    @Test
    void theSeedIsSkewed() throws Exception {
        long tenth = count("select count(*) from tasks where agent_id <= " + SeededDatabase.VOLUME.agents() / 10);
        long queued = count("select count(*) from tasks where status = 'queued'");

        assertThat(tenth).isGreaterThan(SeededDatabase.VOLUME.tasks() * 4 / 10);
        assertThat(queued).isBetween(30L, SeededDatabase.VOLUME.tasks() / 100);
    }

    @Test
    void theSeedLeavesIndexesAndForeignKeysAsTheMigrationsMadeThem() throws Exception {
        assertThat(count("select count(*) from pg_constraint where contype = 'f'"
                        + " and connamespace = 'public'::regnamespace"))
                .isEqualTo(13);
        assertThat(count("select count(*) from pg_index i join pg_class c on c.oid = i.indrelid"
                        + " where c.relname = 'messages' and not i.indisprimary"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--scale x, 2",
        "--scale 0, 2",
        "--nonsense 1, 2",
        "--url jdbc:mysql://localhost/x, 2",
        "--url jdbc:postgresql://127.0.0.1:1/x, 3"
    })
    void badArgumentsAndUnreachableDatabasesHaveTheirOwnStatus(String arguments, int status) {
        assertThat(Job.execute("seed", SeedJob::run, arguments.split(" "))).isEqualTo(status);
    }

    @Test
    void aSecondSeedIsRefused() {
        int status = Job.execute(
                "seed", SeedJob::run, new String[] {"--url", SeededDatabase.TARGET.url(), "--user", "postgres"});

        assertThat(status).isEqualTo(Job.NO_ENVIRONMENT);
    }

    private static long count(String query) throws Exception {
        try (Connection connection = SeededDatabase.TARGET.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
