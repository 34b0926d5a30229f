package dev.sonde.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.CommandRun;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DoctorCommandTest {

    private static final String PROPERTIES = "src/main/resources/application.properties";

    @TempDir
    Path root;

    @BeforeEach
    void aServiceWithMigrations() throws IOException {
        file("pom.xml", "<project><artifactId>spring-boot-starter-parent</artifactId><a>flyway-core</a></project>");
        file(PROPERTIES, "spring.datasource.url=jdbc:postgresql://db/app?user=a&password=hunter2\n");
        file("src/main/resources/db/migration/V1__a.sql", "select 1;");
    }

    @Test
    void provesTheHangAndTheLineThatMendsIt() throws IOException {
        CommandRun run = CommandRun.of("doctor", root);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(". (Spring Boot): CREATE INDEX CONCURRENTLY would hang\n")
                .contains("    in " + PROPERTIES + ", add as the first line:\n"
                        + "      spring.flyway.postgresql.transactional-lock=false\n")
                .contains("    hangs with postgresql.transactional.lock=true: after 2 s the build still waits for"
                        + " Flyway's own other session, which is idle in transaction\n")
                .contains("    builds with postgresql.transactional.lock=false: the index was built and is valid\n")
                .doesNotContain("hunter2");

        // The advice, taken literally, is what makes it healthy.
        file(
                PROPERTIES,
                "spring.flyway.postgresql.transactional-lock=false\n" + Files.readString(root.resolve(PROPERTIES)));
        CommandRun mended = CommandRun.of("doctor", root);

        assertThat(mended.status()).isZero();
        assertThat(mended.out()).startsWith(". (Spring Boot): CREATE INDEX CONCURRENTLY works\n");
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        CommandRun run = CommandRun.of("doctor", root, "--pgbouncer", "--format", "json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(JsonSchema.violations("doctor", run.out())).isEmpty();
        assertThat(run.out())
                .contains("\"spring.flyway.url=${spring.datasource.url}&preferQueryMode=simple\"")
                .contains("\"flywayVersion\" : \"13.")
                .doesNotContain("hunter2");
    }

    @Test
    void withoutAProofNoServerIsStartedAndTheEnvironmentCounts() {
        CommandRun run = CommandRun.with(
                Map.of("SPRING_FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK", "false"), "doctor", root, "--no-prove");

        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("proved");
    }

    @Test
    void aFolderWithoutFlywayIsBadInput() {
        CommandRun run = CommandRun.of("doctor", root.resolve("src/main/resources/db/migration"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("no Flyway project found");
        assertThat(CommandRun.of("doctor", root.resolve("missing")).status()).isEqualTo(2);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
