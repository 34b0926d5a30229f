package dev.sonde.cli.report;

import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.command.Console;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the report of captures. */
final class CapturedReport {

    private CapturedReport() {}

    static Report of(CaptureFiles captures, @Nullable Path snapshotFile, Console console) {
        Report.Snapshot snapshot = snapshotFile == null ? null : snapshot(SnapshotFile.read(snapshotFile));
        CapturedFacts facts = new CapturedFacts();
        captures.read(facts::add, console);
        return new Report(
                Report.SCHEMA_VERSION,
                facts.session(captures.files().size(), 0, 0, 0, snapshot),
                List.of(),
                List.of(),
                facts.pools(),
                facts.drops());
    }

    private static Report.Snapshot snapshot(CatalogSnapshot snapshot) {
        return new Report.Snapshot(
                snapshot.database(),
                snapshot.serverVersion(),
                Instant.parse(snapshot.takenAt()),
                snapshot.tables().size(),
                snapshot.tables().stream()
                        .mapToInt(table -> table.indexes().size())
                        .sum());
    }
}
