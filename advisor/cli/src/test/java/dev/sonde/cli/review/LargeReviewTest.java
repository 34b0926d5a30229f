package dev.sonde.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository of 500 migrations, five of them new, beside 1,000 captured statements over 160 tables. Says how long its
 * review takes and expects nothing of it:
 *
 * <pre>mvn -pl advisor/cli -am -Dtest=LargeReviewTest -Dsonde.large.review=true -Dsurefire.failIfNoSpecifiedTests=false test</pre>
 */
@EnabledIfSystemProperty(named = "sonde.large.review", matches = "true")
class LargeReviewTest {

    private static final int TABLES = 160;
    private static final int MIGRATIONS = 495;
    private static final int STATEMENTS = 1_000;

    @TempDir
    Path folder;

    @Test
    void reviewsAHistoryOf500MigrationsBeside1000Statements() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Path migrations = Files.createDirectories(repository.resolve("db"));
        Git.run(repository, "init", "-q", "-b", "main");
        List<String> base = new ArrayList<>();
        for (int i = 0; i < MIGRATIONS; i++) {
            base.add(migration(i));
            Files.writeString(migrations.resolve("V" + (i + 1) + "__change.sql"), base.get(i));
        }
        Git.run(repository, "add", "-A");
        Git.run(repository, "commit", "-q", "-m", "base");
        Git.run(repository, "checkout", "-q", "-b", "feature");
        Path snapshot = snapshot(base);
        Path capture = CapturedQueries.write(folder.resolve("a.sonde"), statements());
        List<String> added = List.of(
                "create index concurrently idx_new on t7 (note);\n",
                "drop index concurrently idx_t3_owner;\n",
                "alter table t5 drop column note;\n",
                "alter table t9 add column more int;\n",
                "create table last (id int primary key);\n");
        for (int i = 0; i < added.size(); i++) {
            Files.writeString(migrations.resolve("V" + (MIGRATIONS + i + 1) + "__new.sql"), added.get(i));
        }

        long started = System.nanoTime();
        CommandRun run = CommandRun.of(
                "review",
                migrations,
                "--snapshot",
                snapshot,
                "--capture",
                capture,
                "--flyway",
                "postgresql.transactional.lock=false");
        System.out.printf(
                "review of %d migrations, %d of them new, beside %d statements: %.1f s%n",
                MIGRATIONS + added.size(), added.size(), STATEMENTS, (System.nanoTime() - started) / 1e9);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("Sonde review: 5 new files, 2 errors, 0 warnings\n")
                .contains("db/V497__new.sql:1: error used-index-dropped")
                .contains("db/V498__new.sql:1: error statement-breaks")
                .contains("plan-improved: ");
    }

    /** Tables first, then their indexes, then columns. */
    private static String migration(int number) {
        int table = number % TABLES;
        return switch (number / TABLES) {
            case 0 ->
                "create table t" + table + " (id bigint primary key, owner_id bigint not null, note text, at date);\n";
            case 1 -> "create index idx_t" + table + "_owner on t" + table + " (owner_id);\n";
            case 2 -> "create index idx_t" + table + "_at on t" + table + " (at);\n";
            default -> "alter table t" + table + " add column extra int;\n";
        };
    }

    private static List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            String table = "t" + i % TABLES;
            statements.add(
                    switch (i / TABLES) {
                        case 0 -> "select id, note from " + table + " where id = $1";
                        case 1 -> "select id, at from " + table + " where owner_id = $1 order by at desc limit 20";
                        case 2 -> "select count(*) from " + table + " where at > $1";
                        case 3 -> "insert into " + table + " (id, owner_id, at) values ($1, $2, $3)";
                        case 4 -> "update " + table + " set at = $1 where id = $2";
                        case 5 ->
                            "select a.id from " + table + " a join t0 b on b.id = a.owner_id where a.owner_id = $1";
                        default -> "select id from " + table + " where note = $1";
                    });
        }
        return statements;
    }

    private Path snapshot(List<String> base) throws Exception {
        Path file = folder.resolve("app.json");
        try (ThrowawayServer server = ThrowawayServer.start(
                        List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "64MB"));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : base) {
                statement.execute(sql);
            }
            for (int i = 0; i < TABLES; i++) {
                statement.execute(
                        "insert into t" + i
                                + " select i, i % 500, md5(i::text), date '2026-01-01' + i % 365 from generate_series(1, 10000) i");
            }
            statement.execute("vacuum analyze");
            assertThat(CommandRun.of("snapshot", "--url", server.url("postgres"), "-o", file)
                            .status())
                    .isZero();
        }
        return file;
    }
}
