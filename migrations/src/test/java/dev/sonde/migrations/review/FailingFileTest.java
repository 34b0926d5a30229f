package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.lint.ProjectSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FailingFileTest {

    private static final Map<String, String> BASE =
            Map.of("V1__base.sql", "create table orders (id bigint primary key, note text);\n");

    private static ReviewResult review(Map<String, String> added) {
        return Review.of(new ReviewInput(
                Reviewed.files(BASE, added), ProjectSettings.of(Map.of()), Optional.empty(), Optional.empty()));
    }

    /** Flyway's lock is another in the review, so that a build would hang in the project does not explain it. */
    @Test
    void aFailureIsToldBesideAHangAtTheSameStatement() {
        ReviewResult result = review(new TreeMap<>(Map.of(
                "V2__index.sql",
                "create index concurrently orders_pkey on orders (note);\n",
                "V3__late.sql",
                "create index orders_note on orders (note);\n")));

        assertThat(result.findings().stream().map(finding -> finding.rule().id() + " " + finding.file()))
                .containsExactlyInAnyOrder("fw-cic-self-deadlock V2__index.sql", "migration-fails V2__index.sql");
        assertThat(result.notes()).contains("files after V2__index.sql were not run, since it fails");
    }

    @Test
    void aFailureThatARuleExplainsIsToldOnce() {
        ReviewResult result = review(Map.of("V2__note.sql", "insert into orders values (1, '${nobody}');\n"));

        assertThat(result.findings().stream().map(finding -> finding.rule().id()))
                .containsExactly("fw-placeholder-in-text");
    }
}
