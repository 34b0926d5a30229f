package dev.sonde.migrations.convention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real projects in real git repositories. */
class MigrationTargetTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final String MIGRATIONS = "src/main/resources/db/migration/";

    @TempDir
    Path root;

    @Test
    void theRootOfAProjectStandsForItsFolderOfMigrations() throws IOException {
        file("flyway.toml", """
                [flyway]
                locations = ["filesystem:sql"]
                sqlMigrationPrefix = "M"
                sqlMigrationSeparator = "-"
                sqlMigrationSuffixes = [".pgsql", ".sql"]
                """);
        file("sql/M007-first.pgsql", "");
        file("sql/V9__not_a_migration_here.sql", "");

        for (Path given : List.of(root, root.resolve("sql"))) {
            NamingConvention convention = target(given).convention();

            assertThat(convention.nextVersions(1, NOON)).containsExactly("008");
            assertThat(convention.fileName("008", "idx a")).isEqualTo("M008-idx_a.pgsql");
        }
    }

    @Test
    void severalFoldersOfMigrationsAreNamedForTheUserToChoose() throws IOException {
        file("orders/" + MIGRATIONS + "V1__a.sql", "");
        file("billing/" + MIGRATIONS + "V5__a.sql", "");

        assertThatThrownBy(() -> target(root))
                .isInstanceOf(AdvisorException.class)
                .hasMessageContaining(
                        "billing/src/main/resources/db/migration, orders/src/main/resources/db/migration");
        assertThat(target(root.resolve("billing")).convention().nextVersions(1, NOON))
                .containsExactly("6");
    }

    @Test
    void locationsByVendorAreReadTogether() throws IOException {
        file(
                "src/main/resources/application.properties",
                "spring.flyway.locations=classpath:db/migration,classpath:db/{vendor}\n");
        file(MIGRATIONS + "V1__a.sql", "");
        file("src/main/resources/db/postgresql/V2__b.sql", "");
        file("src/main/java/db/migration/V3__Move.java", "");

        MigrationTarget target = target(root);

        assertThat(target.folder()).isEqualTo(root.resolve(MIGRATIONS));
        assertThat(target.convention().nextVersions(1, NOON)).containsExactly("4");
    }

    @Test
    void theLatestAreThoseThatGitSawLast() throws Exception {
        git("init", "-q", "-b", "main");
        for (int i = 0; i < 25; i++) {
            file("sql/V202001" + (10 + i % 18) + "0000" + (10 + i) + "__old_stamp.sql", "");
        }
        commit("time stamps");
        for (int i = 1; i <= 21; i++) {
            file("sql/V" + i + "__new-number.sql", "");
        }
        commit("numbers, below the stamps");

        NamingConvention convention = target(root.resolve("sql")).convention();

        assertThat(convention.fileName("1", "idx a")).isEqualTo("V1__idx-a.sql");
        assertThat(convention.nextVersions(1, NOON)).containsExactly("20200127000028");
    }

    @Test
    void versionsOnTheBaseBranchAndInADatabaseAreTaken() throws Exception {
        branchThatCollides();

        assertThat(target(root.resolve("sql")).withBase("main").convention().nextVersions(1, NOON))
                .containsExactly("5");
        assertThat(target(root.resolve("sql"))
                        .withBase("main")
                        .withTaken(List.of("9", "7"))
                        .convention()
                        .nextVersions(1, NOON))
                .containsExactly("10");
        assertThatThrownBy(() -> target(root.resolve("sql")).withBase("no-such"))
                .isInstanceOf(AdvisorException.class)
                .hasMessageContaining("no branch, tag or commit no-such");
        assertThatThrownBy(() -> target(root.resolve("sql")).withBase("--output=/tmp/x"))
                .isInstanceOf(AdvisorException.class);
    }

    @Test
    void renumbersWhatOnlyThisBranchHasAfterTheBase() throws Exception {
        branchThatCollides();

        Renumbering plan = Renumbering.plan(target(root.resolve("sql")), "main", List.of(), NOON);
        plan.carryOut();

        assertThat(names())
                .containsExactly("V1__a.sql", "V5__mine.sql", "V5__mine.sql.conf", "V6__mine_too.sql", "V7__late.sql");
        assertThat(root.resolve("sql/V5__mine.sql")).hasContent("mine");
        assertThat(root.resolve("sql/V5__mine.sql.conf")).hasContent("executeInTransaction=false");
        assertThat(Renumbering.plan(target(root.resolve("sql")), "main", List.of(), NOON)
                        .moves())
                .isEmpty();
    }

    @Test
    void refusesToRenumberWhatADatabaseHas() throws Exception {
        branchThatCollides();
        List<String> before = names();

        assertThatThrownBy(() -> Renumbering.plan(target(root.resolve("sql")), "main", List.of("003"), NOON))
                .isInstanceOf(AdvisorException.class)
                .hasMessageContaining("V3__mine_too.sql: version 003 was applied");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void javaMigrationsAreNamedAndNotMoved() throws Exception {
        file("pom.xml", "<project>flyway-core</project>");
        file(MIGRATIONS + "V1__a.sql", "");
        git("init", "-q", "-b", "main");
        commit("one");
        git("checkout", "-q", "-b", "feature");
        file("src/main/java/db/migration/V2__Mine.java", "");
        git("checkout", "-q", "main");
        file(MIGRATIONS + "V2__b.sql", "");
        git("add", MIGRATIONS);
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "two");
        git("checkout", "-q", "feature");

        Renumbering plan = Renumbering.plan(target(root), "main", List.of(), NOON);

        assertThat(plan.moves()).isEmpty();
        assertThat(plan.byHand()).containsExactly(root.resolve("src/main/java/db/migration/V2__Mine.java"));
    }

    /** Main has 1, 2 and 4; the branch has 1 and its own 2, 3 and 4. */
    private void branchThatCollides() throws Exception {
        git("init", "-q", "-b", "main");
        file("sql/V1__a.sql", "");
        commit("one");
        git("checkout", "-q", "-b", "feature");
        file("sql/V2__mine.sql", "mine");
        file("sql/V2__mine.sql.conf", "executeInTransaction=false");
        file("sql/V3__mine_too.sql", "");
        commit("mine");
        git("checkout", "-q", "main");
        file("sql/V2__theirs.sql", "");
        file("sql/V4__theirs.sql", "");
        commit("theirs");
        git("checkout", "-q", "feature");
        file("sql/V4__late.sql", "");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("sql"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static MigrationTarget target(Path folder) throws IOException {
        return MigrationTarget.of(folder, Map.of());
    }

    private void commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", message);
    }

    private void git(String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("%s", command).isZero();
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
