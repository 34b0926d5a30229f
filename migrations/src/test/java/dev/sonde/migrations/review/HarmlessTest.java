package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Migrations that nobody need be warned of. */
class HarmlessTest {

    private static final ProjectSettings SETTINGS =
            ProjectSettings.of(Map.of("flyway.postgresql.transactional.lock", "false"));

    private static final String BASE = """
            create table orders (id bigint primary key, code varchar(20), price numeric(10,2), d timestamp);
            create table customers (id bigint primary key, name text);
            create table items (id bigint primary key, order_id bigint);
            insert into orders (id) select generate_series(1, 100);
            """;

    @Test
    void hasNoFindingOnAHundredHarmlessMigrations() throws IOException {
        List<ProjectFile> files = new ArrayList<>();
        files.add(new ProjectFile(
                "V1__base.sql",
                FileName.of("V1__base.sql", SETTINGS),
                ProjectFile.State.KEPT,
                Optional.of(MigrationScript.of("V1__base.sql", BASE, Optional.empty())),
                Optional.of(BASE),
                Optional.empty()));
        int version = 1;
        for (String line : lines()) {
            String name = "V" + ++version + "__change.sql";
            Optional<String> conf =
                    line.endsWith("-- conf") ? Optional.of("executeInTransaction=false\n") : Optional.empty();
            files.add(ProjectFile.added(name, MigrationScript.of(name, line + "\n;", conf), SETTINGS));
        }

        ReviewResult result = Review.of(new ReviewInput(files, SETTINGS, Optional.empty()));

        assertThat(result.files()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(result.notes()).isEmpty();
        assertThat(result.findings().stream()
                        .map(finding -> finding.rule().id() + " " + finding.statement() + " " + finding.message()))
                .isEmpty();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = HarmlessTest.class.getResourceAsStream("harmless.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
