package dev.sonde.migrations.review;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reviews of files and captured statements that are written down in a test. */
final class Reviewed {

    static final ProjectSettings SETTINGS = ProjectSettings.of(Map.of("flyway.postgresql.transactional.lock", "false"));

    private Reviewed() {}

    /** The base branch's files and the new ones; those that end in {@code .conf} belong to their neighbours. */
    static List<ProjectFile> files(Map<String, String> base, Map<String, String> added) {
        List<ProjectFile> files = new ArrayList<>();
        base.forEach((name, text) -> files.add(new ProjectFile(
                name,
                FileName.of(name, SETTINGS),
                ProjectFile.State.KEPT,
                Optional.of(MigrationScript.of(name, text, Optional.empty())),
                Optional.of(text),
                Optional.empty())));
        added.forEach((name, text) ->
                files.add(ProjectFile.added(name, MigrationScript.of(name, text, Optional.empty()), SETTINGS)));
        return files;
    }

    /** Statements of one service, the first of them executed most often. */
    static CapturedTraffic traffic(String... statements) {
        return new CapturedTraffic(
                IntStream.range(0, statements.length)
                        .mapToObj(i -> captured(i, statements[i], 1000 * (statements.length - i), List.of()))
                        .toList(),
                "",
                Duration.ofMinutes(10),
                List.of());
    }

    static CapturedStatement captured(int number, String sql, long calls, List<Integer> bindTypes) {
        String id = String.format("%016x", number + 1);
        return new CapturedStatement(
                new WorkloadStatement(
                        id,
                        id,
                        sql,
                        Set.of(),
                        bindTypes,
                        calls,
                        1,
                        1,
                        List.of("shop.Orders.find(Orders.java:" + (40 + number) + ")"),
                        List.of()),
                List.of("billing"));
    }

    static CatalogSnapshot snapshot(TestServer server) throws SQLException {
        try (Connection connection = server.open()) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    static ReviewResult review(List<ProjectFile> files, Optional<CatalogSnapshot> snapshot, CapturedTraffic traffic) {
        return Review.of(new ReviewInput(files, SETTINGS, snapshot, Optional.of(traffic)));
    }

    /** Findings about captured statements: {@code V2__a.sql:1 error plan-regression}. */
    static List<String> ofWorkload(ReviewResult result) {
        return result.findings().stream()
                .filter(finding -> finding.rule().ofWorkload())
                .map(Reviewed::place)
                .toList();
    }

    private static String place(MigrationFinding finding) {
        return finding.file() + ":" + finding.line() + " " + finding.severity().word() + " "
                + finding.rule().id();
    }
}
