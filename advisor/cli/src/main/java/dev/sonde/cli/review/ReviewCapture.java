package dev.sonde.cli.review;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.advise.CapturedBinds;
import dev.sonde.cli.advise.CapturedWorkload;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.Console;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.Workload;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads captures into the traffic that migrations are reviewed against. */
final class ReviewCapture {

    private ReviewCapture() {}

    /**
     * Reads all captures.
     *
     * @param snapshot of the database, compared with what the captures say of theirs
     */
    static CapturedTraffic read(List<Path> captures, Optional<CatalogSnapshot> snapshot, Console console) {
        Reduction reduction = ReducedFiles.of(CaptureFiles.of(captures), console);
        WorkloadSummary summary = reduction.summary();
        CapturedBinds binds = new CapturedBinds(reduction);
        Workload workload = CapturedWorkload.asCaptured(summary, binds, snapshot, console);
        Map<String, SortedSet<String>> services = new TreeMap<>();
        for (StatementSummary statement : summary.statements()) {
            services.computeIfAbsent(statement.id(), id -> new TreeSet<>()).add(statement.service());
        }
        return new CapturedTraffic(
                workload.statements().stream()
                        .map(statement -> new CapturedStatement(
                                statement, List.copyOf(services.getOrDefault(statement.id(), new TreeSet<>()))))
                        .toList(),
                workload.hashKey(),
                reduction.spans().covered(summary.sessions()),
                CapturedWindows.of(reduction),
                workload.notes());
    }
}
