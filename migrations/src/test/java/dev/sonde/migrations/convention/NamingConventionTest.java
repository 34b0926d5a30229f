package dev.sonde.migrations.convention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingConventionTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path project;

    @ParameterizedTest
    @CsvSource({
        "V1__a.sql, 2, 3",
        "V007__a.sql, 008, 009",
        "V999__a.sql, 1000, 1001",
        "V1.2__a.sql, 1.3, 1.4",
        "V1_2_9__a.sql, 1_2_10, 1_2_11",
        "V3.01__a.sql, 3.02, 3.03",
        "V20240101120000__a.sql, 20261123120000, 20261123120001",
        "V202401011200__a.sql, 202611231200, 202611231201",
        "V20240101120000123__a.sql, 20261123120000000, 20261123120000001",
        "V20240101__a.sql, 20261123, 20261124",
        "V20240101_120000__a.sql, 20261123_120000, 20261123_120001",
        "V20240101_01__a.sql, 20261123_01, 20261123_02",
        "V20261123_07__a.sql, 20261123_08, 20261123_09",
        "V2024010107__a.sql, 2026112301, 2026112302",
        "V2026.07.04.1200__a.sql, 2026.11.23.1200, 2026.11.23.1201",
        "V2026.7.4__a.sql, 2026.11.23, 2026.11.24",
        "V2026.07.04.12.00.05__a.sql, 2026.11.23.12.00.00, 2026.11.23.12.00.01",
        "V002_20240829162505__a.sql, 003_20261123120000, 004_20261123120000",
        "V1700000000__a.sql, 1795435200, 1795435201",
        "V1700000000000__a.sql, 1795435200000, 1795435200001",
    })
    void continuesTheNumberingOfTheProject(String existing, String first, String second) throws IOException {
        Files.createFile(project.resolve(existing));

        assertThat(convention().nextVersions(2, NOON)).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "V20301231235959__a.sql, 20310101000000",
        "V20261123120000__a.sql, 20261123120001",
        "V20991231235959__a.sql, 21000101000000",
        "V2030.12.31.2359__a.sql, 2031.01.01.0000",
    })
    void countsOnFromAVersionInTheFuture(String existing, String next) throws IOException {
        Files.createFile(project.resolve(existing));

        assertThat(convention().nextVersions(1, NOON)).containsExactly(next);
    }

    @Test
    void everyVersionIsAboveAllThatExistWhateverTheSchemeIs() throws IOException {
        for (String existing : List.of(
                "V99999999999999__a.sql", "V1.2.3.4__a.sql", "V7__b.sql", "V20261123120000_5__c.sql", "V0__d.sql")) {
            Files.createFile(project.resolve(existing));
            MigrationVersion highest = highest();

            List<MigrationVersion> next = convention().nextVersions(3, NOON).stream()
                    .map(MigrationVersion::parse)
                    .toList();

            assertThat(next.get(0)).isGreaterThan(highest);
            assertThat(next).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void anEmptyOrMissingFolderGetsTimestampsInUtc() throws IOException {
        NamingConvention convention = NamingConvention.of(MigrationFolder.read(project.resolve("missing")));

        assertThat(convention.nextVersions(2, NOON)).containsExactly("20261123120000", "20261123120001");
        assertThat(convention.fileName("1", "idx_orders")).isEqualTo("V1__idx_orders.sql");
    }

    @Test
    void followsTheMajorityOfTheLatestTwenty() throws IOException {
        for (int i = 1; i <= 40; i++) {
            Files.createFile(project.resolve("V" + i + "__old_style.sql"));
        }
        for (int i = 10; i < 25; i++) {
            Files.createFile(project.resolve("V202601" + i + "000000__new-style.sql"));
        }

        assertThat(convention().nextVersions(1, NOON)).containsExactly("20261123120000");
        assertThat(convention().fileName("5", "idx_a")).isEqualTo("V5__idx-a.sql");
    }

    @Test
    void oneTimestampAmongNumbersStillSetsTheFloor() throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.createFile(project.resolve("V" + i + "__a.sql"));
        }
        Files.createFile(project.resolve("V20260101000000__hotfix.sql"));

        assertThat(convention().nextVersions(1, NOON)).containsExactly("20260101000001");
    }

    @Test
    void subfoldersAndJavaMigrationsOccupyVersions() throws IOException {
        Path resources = project.resolve("src/main/resources/db/migration");
        Path java = project.resolve("src/main/java/db/migration");
        Files.createDirectories(resources.resolve("2026"));
        Files.createDirectories(java);
        Files.createFile(resources.resolve("V1__a.sql"));
        Files.createFile(resources.resolve("2026/V2__b.sql"));
        Files.createFile(java.resolve("V3__MoveData.java"));

        NamingConvention convention = NamingConvention.of(MigrationFolder.read(resources));

        assertThat(convention.nextVersions(1, NOON)).containsExactly("4");
    }

    @Test
    void whatFlywayIgnoresDoesNotCount() throws IOException {
        for (String name :
                List.of("V9_b.sql", "R__views.sql", "U8__x.sql", "V1__a.sql", "V7__x.sql.conf", "notes.md")) {
            Files.createFile(project.resolve(name));
        }

        assertThat(convention().nextVersions(1, NOON)).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({
        "create_orders, idx_a_b",
        "create-orders, idx-a-b",
        "CreateOrders, IdxAB",
        "createOrders, idxAB",
        "Create_orders, Idx_a_b",
        "Create_Orders, Idx_A_B",
        "create orders, idx a b",
        "init, idx_a_b",
    })
    void describesInTheStyleOfTheProject(String existing, String description) throws IOException {
        Files.createFile(project.resolve("V1__" + existing + ".sql"));

        assertThat(convention().fileName("2", "idx_a_b")).isEqualTo("V2__" + description + ".sql");
    }

    @Test
    void aFileNameHoldsOnlyHarmlessCharacters() throws IOException {
        assertThat(convention().fileName("1", "../../etc/ü${x}\n\"a\"")).isEqualTo("V1__etc_x_a.sql");
        assertThat(convention().fileName("1", "…")).isEqualTo("V1__index.sql");
        assertThat(convention().fileName("1", "x".repeat(300))).hasSizeLessThan(200);
    }

    private NamingConvention convention() throws IOException {
        return NamingConvention.of(MigrationFolder.read(project));
    }

    private MigrationVersion highest() throws IOException {
        List<MigrationFile> files = MigrationFolder.read(project).files();
        return files.get(files.size() - 1).version();
    }
}
