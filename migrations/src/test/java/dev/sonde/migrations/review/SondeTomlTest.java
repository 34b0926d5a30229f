package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Suppressed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SondeTomlTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    private static final String FILE = "src/main/resources/db/migration/V2__change.sql";

    @TempDir
    Path root;

    @Test
    void suppressesTheRuleInTheFileForTheReason() throws IOException {
        List<MigrationFinding> findings = applied("""
                # for files that are applied
                [[suppress]]
                rule = "create-index-blocking"
                file = "src/main/**/V2__*.sql"
                reason = "the table was empty then"
                """);

        assertThat(findings)
                .extracting(MigrationFinding::suppressed)
                .containsExactly(Optional.of(new Suppressed("the table was empty then", false)), Optional.empty());
    }

    @Test
    void aNameWithoutAFolderIsForAnyAndAStatementNarrowsIt() throws IOException {
        String toml = """
                [[suppress]]
                rule = "create-index-blocking"
                file = "V2__change.sql"
                statement = "%s"
                reason = "small"
                """;

        assertThat(applied(toml.formatted("Index  ON orders")).get(0).suppressed())
                .contains(new Suppressed("small", false));
        assertThat(applied(toml.formatted("on customers")).get(0).suppressed()).isEmpty();
    }

    @Test
    void holdsToItsLastDay() throws IOException {
        String toml = """
                [[suppress]]
                rule = "create-index-blocking"
                file = "V2__change.sql"
                reason = "until the table is gone"
                expires = %s
                """;

        assertThat(applied(toml.formatted("2026-11-27")).get(0).suppressed()).isPresent();
        List<MigrationFinding> late = applied(toml.formatted("2026-11-26"));
        assertThat(late.get(0).suppressed()).isEmpty();
        assertThat(bad(late))
                .containsExactly("sonde.toml:1: the suppression of create-index-blocking in V2__change.sql expired on"
                        + " 2026-11-26, so it is not suppressed");
    }

    @Test
    void whatDoesNotHoldIsAFindingItself() throws IOException {
        List<MigrationFinding> findings = applied("""
                [[suppress]]
                rule = "create-index-blocking"
                file = "V2__change.sql"

                [[suppress]]
                rule = "no-such-rule"
                file = "V2__change.sql"
                reason = "a"

                [[suppress]]
                rule = "cluster"
                file = "V2__change.sql"
                reason = "b"

                [[suppress]]
                rule = "cluster"
                file = "V1__applied.sql"
                reason = "not checked in this run, so nobody knows"
                """);

        assertThat(findings.get(0).suppressed()).isEmpty();
        assertThat(bad(findings))
                .containsExactly(
                        "sonde.toml:1: no reason is given for suppressing create-index-blocking in V2__change.sql, so it"
                                + " is not suppressed",
                        "sonde.toml:5: there is no rule no-such-rule",
                        "sonde.toml:10: nothing to suppress: cluster in V2__change.sql finds nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[review]\\nbase = 'main'|1: unknown key review: known is [[suppress]]",
                "\\n[[suppress]]\\nrule = 'cluster'\\nfile = 'a'\\nwhy = 'x'|5: unknown key why: known are expires, file,"
                        + " reason, rule, statement",
                "[[suppress]]\\nrule = 'a'\\nfile='a'\\n[[suppress]]\\n|4: rule is missing",
                "[[suppress]]\\nrule = 'cluster'\\n|1: file is missing",
                "[[suppress]]\\nrule = 'cluster'\\nfile = '['\\n|3: file is no pattern of a path",
                "[[suppress]]\\nrule = 'cluster'\\nfile = 'a'\\nreason = 3\\n|4: reason is a text between quotes",
                "[[suppress]]\\nrule = 'cluster'\\nfile = 'a'\\nexpires = 'soon'\\n|4: expires is no date such as",
                "[suppress]\\nrule = 'cluster'\\n|1: write [[suppress]]",
                "suppress = ['cluster']|1: write [[suppress]]",
                "[[suppress]]\\nrule = \\n|2: no TOML",
                "a = 1979-99-99|1: "
            })
    void whatCannotBeMeantIsBadInputWithItsLine(String toml, String problem) throws IOException {
        Files.writeString(root.resolve(SondeToml.NAME), toml.replace("\\n", "\n"));

        assertThatThrownBy(() -> SondeToml.suppressions(root, TODAY))
                .isInstanceOfSatisfying(
                        AdvisorException.class,
                        e -> assertThat(e.category()).isEqualTo(AdvisorException.Category.BAD_INPUT))
                .hasMessageStartingWith(root.resolve(SondeToml.NAME) + ":" + problem);
    }

    @Test
    void withoutAFileNothingIsSuppressed() throws IOException {
        List<MigrationFinding> findings = SondeToml.suppressions(root, TODAY).applied(found(), List.of(FILE));

        assertThat(findings).isEqualTo(found());
    }

    private List<MigrationFinding> applied(String toml) throws IOException {
        Files.writeString(root.resolve(SondeToml.NAME), toml);
        return SondeToml.suppressions(root, TODAY).applied(found(), List.of(FILE));
    }

    private static List<MigrationFinding> found() {
        return List.of(
                MigrationFinding.of(MigrationRule.CREATE_INDEX_BLOCKING, FILE, 1, "", "")
                        .at("create index on orders (id)", 1, 1),
                MigrationFinding.of(MigrationRule.VACUUM_FULL, FILE, 2, "", "").at("vacuum full orders", 2, 2));
    }

    private static List<String> bad(List<MigrationFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.rule() == MigrationRule.BAD_SUPPRESSION)
                .map(finding -> finding.file() + ":" + finding.line() + ": " + finding.message())
                .toList();
    }
}
