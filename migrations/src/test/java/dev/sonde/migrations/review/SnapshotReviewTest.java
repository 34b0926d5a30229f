package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A review beside a snapshot: its schema stands for the base branch's, its sizes say how bad a lock is. */
class SnapshotReviewTest {

    @Test
    void judgesByTheSizesOfTheSource() throws Exception {
        TestServer source = TestServer.freshDatabase();
        source.execute("create table small (id int); create table medium (id int, pad text);"
                + " insert into medium select i, repeat('x', 100) from generate_series(1, 20000) i; analyze");
        CatalogSnapshot snapshot;
        try (Connection connection = source.open()) {
            snapshot = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
        String sql = "create index on small (id);\ncreate index on medium (id);\n";
        ProjectSettings settings = ProjectSettings.ofDefaults();
        ProjectFile file = ProjectFile.added(
                "V9__indexes.sql", MigrationScript.of("V9__indexes.sql", sql, Optional.empty()), settings);

        ReviewResult result = Review.of(new ReviewInput(List.of(file), settings, Optional.of(snapshot)));

        assertThat(result.findings().stream()
                        .map(finding ->
                                finding.severity().word() + " line " + finding.line() + ": " + finding.message()))
                .containsExactly(
                        "warning line 2: an index is built over all rows while SHARE is held on public.medium"
                                + " (2 MB at the source): writes wait, for an estimated 0.1 s at most",
                        "info line 1: an index is built over all rows while SHARE is held on public.small"
                                + " (under 1 MB at the source): writes wait, for an estimated 0.1 s at most");
    }

    @Test
    void saysWhenTheBaseBranchDoesNotApply() {
        ProjectSettings settings = ProjectSettings.ofDefaults();
        String broken = "create extension no_such_extension;\n";
        ProjectFile base = new ProjectFile(
                "V1__base.sql",
                FileName.of("V1__base.sql", settings),
                ProjectFile.State.KEPT,
                Optional.of(MigrationScript.of("V1__base.sql", broken, Optional.empty())),
                Optional.of(broken),
                Optional.empty());
        ProjectFile file = ProjectFile.added(
                "V2__a.sql", MigrationScript.of("V2__a.sql", "select 1;", Optional.empty()), settings);

        ReviewResult result = Review.of(new ReviewInput(List.of(base, file), settings, Optional.empty()));

        assertThat(result.findings()).isEmpty();
        assertThat(result.notes())
                .singleElement()
                .asString()
                .contains("do not apply to an empty PostgreSQL", "--snapshot", "no_such_extension");
    }
}
