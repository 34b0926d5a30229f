package dev.sonde.migrations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.doctor.Diagnosis.Verdict;
import dev.sonde.migrations.project.FlywayProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlywayDoctorTest {

    private static final String SPRING = "src/main/resources/application.properties";

    @TempDir
    Path root;

    @Test
    void springsDefaultsHangAndTheLineForThisFileIsNamed() throws IOException {
        file(
                SPRING,
                "spring.datasource.url=jdbc:postgresql://db/app\nspring.flyway.locations=classpath:db/migration\n");

        Diagnosis diagnosis = examine(false);

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HANGS);
        assertThat(cure(diagnosis, "fw-cic-self-deadlock"))
                .contains(new Cure(
                        SPRING, "add as the first line", List.of("spring.flyway.postgresql.transactional-lock=false")));
        assertThat(cure(diagnosis, "fw-long-build-at-startup"))
                .contains(new Cure(SPRING, "add as the first line", List.of("spring.flyway.lock-retry-count=-1")));
    }

    @Test
    void behindPgBouncerFlywayGetsAUrlOfItsOwn() throws IOException {
        file("src/main/resources/application.yml", """
                spring:
                  datasource.url: jdbc:postgresql://pool:6432/app?prepareThreshold=0&password=hunter2
                  flyway.locations: classpath:db/migration
                """);

        Diagnosis diagnosis = examine(false);

        assertThat(diagnosis.behindPgBouncer()).isTrue();
        assertThat(cure(diagnosis, "fw-cic-self-deadlock").orElseThrow().lines())
                .containsExactly(
                        "spring.flyway.url: \"${spring.datasource.url}&preferQueryMode=simple\"",
                        "spring.flyway.user: \"${spring.datasource.username}\"",
                        "spring.flyway.password: \"${spring.datasource.password}\"");
        assertThat(diagnosis.toString()).doesNotContain("hunter2");
    }

    @Test
    void theSimpleProtocolOrTheSessionLockIsFine() throws IOException {
        file("a/flyway.conf", "flyway.url=jdbc:postgresql://db/app?preferQueryMode=simple\n");
        file("b/flyway.conf", "flyway.url=jdbc:postgresql://db/app\nflyway.postgresql.transactional.lock=false\n");

        for (var settings : FlywayProject.read(root, Map.of()).flyways()) {
            assertThat(FlywayDoctor.examine(settings, root, false).verdict()).isEqualTo(Verdict.BUILDS);
        }
    }

    @Test
    void theSessionLockIsWrongBehindPgBouncer() throws IOException {
        file("flyway.conf", "flyway.url=jdbc:postgresql://db/app\nflyway.postgresql.transactional.lock=false\n");

        Diagnosis diagnosis = examine(true);

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(cure(diagnosis, "fw-session-lock-behind-pgbouncer"))
                .contains(new Cure("flyway.conf", "append to the URL in line 1", List.of("?preferQueryMode=simple")));
    }

    @Test
    void timeLimitsAreFoundWhereverTheyAre() throws IOException {
        file("flyway.toml", """
                [environments.default]
                url = "jdbc:postgresql://db/app?preferQueryMode=simple&options=-c%20lock_timeout=5s&socketTimeout=30"
                [flyway]
                locations = ["filesystem:sql"]
                initSql = "set statement_timeout to '1min'"
                """);
        file("sql/beforeEachMigrate.sql", "-- set lock_timeout = 1\nset lock_timeout = '2s';\nset lock_timeout = 0;\n");

        Diagnosis diagnosis = examine(false);

        assertThat(diagnosis.symptoms())
                .filteredOn(symptom -> symptom.rule().equals("fw-global-lock-timeout-kills-cic"))
                .extracting(symptom -> symptom.place().orElseThrow())
                .containsExactly("flyway.toml:2", "flyway.toml:2", "flyway.toml:5", "sql/beforeEachMigrate.sql:2");
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.FAILS);
    }

    @Test
    void theServicesPoolKeepsItsTimeLimits() throws IOException {
        file(SPRING, """
                spring.datasource.url=jdbc:postgresql://db/app?options=-c%20lock_timeout=5s%20-c%20search_path=a
                spring.flyway.postgresql.transactional-lock=false
                """);

        assertThat(cure(examine(false), "fw-global-lock-timeout-kills-cic")
                        .orElseThrow()
                        .lines())
                .contains("spring.flyway.url=${spring.datasource.url}"
                        + "&options=-c%20lock_timeout%3D0%20-c%20search_path%3Da");
    }

    @Test
    void everyRunnerGetsALineItUnderstands() throws IOException {
        file("gradle/build.gradle", "flyway {\n  url = 'jdbc:postgresql://db/app'\n  group = true\n}\n");
        file("maven/pom.xml", """
                <project><build><plugins><plugin><artifactId>flyway-maven-plugin</artifactId>
                </plugin></plugins></build></project>
                """);
        file("toml/flyway.toml", "[environments.default]\nurl = \"jdbc:postgresql://db/app\"\n");

        List<Cure> cures = new ArrayList<>();
        for (var settings : FlywayProject.read(root, Map.of()).flyways()) {
            cures.add(cure(FlywayDoctor.examine(settings, root, false), "fw-cic-self-deadlock")
                    .orElseThrow());
        }

        assertThat(cures)
                .containsExactly(
                        new Cure(
                                "gradle/build.gradle",
                                "append to the URL in line 2",
                                List.of("?preferQueryMode=simple")),
                        new Cure(
                                "environment variable FLYWAY_URL, or wherever flyway.url is given",
                                "append to the URL",
                                List.of("?preferQueryMode=simple")),
                        new Cure(
                                "toml/flyway.toml",
                                "add at the end",
                                List.of("[flyway.postgresql.transactional]", "lock = false")));
    }

    @Test
    void anotherDatabaseIsNoneOfOurBusiness() throws IOException {
        file("flyway.conf", "flyway.url=jdbc:h2:mem:x\n");

        assertThat(examine(false).verdict()).isEqualTo(Verdict.BUILDS);
    }

    private Diagnosis examine(boolean pgBouncer) throws IOException {
        return FlywayDoctor.examine(FlywayProject.read(root, Map.of()).flyways().get(0), root, pgBouncer);
    }

    private static Optional<Cure> cure(Diagnosis diagnosis, String rule) {
        return diagnosis.symptoms().stream()
                .filter(symptom -> symptom.rule().equals(rule))
                .findFirst()
                .flatMap(Symptom::cure);
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
