package dev.sonde.cli.report;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.cache.CacheSimulation;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.timeline.Timeline;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.cli.importing.ImportSource;
import dev.sonde.engine.explain.StatementPlan;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the report of captures. */
public final class CapturedReport {

    /** Who is asked for plans of slow statements. */
    @FunctionalInterface
    public interface Plans {
        /** The plans that are shown, in the order of their findings. */
        List<StatementPlan> of(WorkloadSummary summary, List<Finding> findings);
    }

    private CapturedReport() {}

    /**
     * Reads captures and says what is in them.
     *
     * @param snapshotFile to plan slow statements with, null for none
     * @param database to be asked for their plans, null for none
     * @param check runs a loop on a clone, null if there is none
     */
    static Report of(
            CaptureFiles captures,
            @Nullable Path snapshotFile,
            TwinOptions twins,
            @Nullable DatabaseUrl database,
            Rewrites.@Nullable Check check,
            Console console) {
        CatalogSnapshot catalog = snapshotFile == null ? null : SnapshotFile.read(snapshotFile);
        Reduction reduction = ReducedFiles.withCaches(captures, console);
        try (Progress progress = console.progress("looking at findings")) {
            return of(
                    reduction,
                    catalog,
                    (summary, findings) -> SlowPlans.of(summary, findings, catalog, twins, database, console),
                    check);
        }
    }

    /**
     * The report of what captures were reduced to.
     *
     * @param catalog the database, null if it is not known
     */
    public static Report of(Reduction reduction, @Nullable CatalogSnapshot catalog, Plans plans) {
        return of(reduction, catalog, plans, null);
    }

    private static Report of(
            Reduction reduction, @Nullable CatalogSnapshot catalog, Plans asked, Rewrites.@Nullable Check check) {
        FindingOptions options = FindingOptions.ofDefaults();
        WorkloadSummary summary = reduction.summary();
        CacheSimulation simulation = reduction.caches();
        List<Finding> findings = Findings.of(summary, options, reduction.slow(), simulation);
        Report.Session session = session(reduction, catalog == null ? null : snapshot(catalog));
        List<Report.Rewrite> rewrites = new Rewrites(summary, reduction.values()).of(findings, check);
        List<StatementPlan> plans = asked.of(summary, findings);
        Timeline timeline = reduction.timeline();
        Report.Where where = WhereTimeGoes.of(summary);
        List<Report.Caching> caches =
                simulation == null ? List.of() : CachedReads.of(simulation.statements(), findings);
        return new Report(
                Report.SCHEMA_VERSION,
                session,
                findings,
                rewrites,
                summary.statements().stream()
                        .filter(statement -> statement.calls() > 0)
                        .sorted(Comparator.comparingLong(StatementSummary::totalNanos)
                                .reversed()
                                .thenComparing(StatementSummary::id)
                                .thenComparing(StatementSummary::service)
                                .thenComparing(StatementSummary::version))
                        .map(statement -> times(statement, !imports(summary).isEmpty()))
                        .toList(),
                PoolUses.of(summary),
                drops(summary),
                PoolUses.profiler(summary.ownCost()),
                caches,
                plans,
                Targets.of(session, summary, timeline),
                UnitTimes.of(summary),
                UnitTimes.durations(summary),
                where,
                TimeSteps.of(timeline),
                NotChecked.of(reduction, session, where, findings, caches.size(), plans, rewrites, check != null));
    }

    private static Report.Session session(Reduction reduction, Report.@Nullable Snapshot snapshot) {
        WorkloadSummary summary = reduction.summary();
        List<StatementSummary> statements = summary.statements();
        long executions = statements.stream().mapToLong(StatementSummary::calls).sum();
        double millis =
                statements.stream().mapToLong(StatementSummary::totalNanos).sum() / 1e6;
        Collection<CaptureRecord.Session> sessions = summary.sessions();
        return new Report.Session(
                reduction.sources().bytesByFile().size(),
                sessions.size(),
                texts(sessions, session -> (session.service() + " " + session.version()).strip()),
                texts(sessions, CaptureRecord.Session::host),
                texts(sessions, CaptureRecord.Session::databaseUrl),
                texts(sessions, CaptureRecord.Session::serverVersion),
                reduction.spans().from(sessions).orElse(null),
                reduction.spans().to(sessions).orElse(null),
                executions,
                statements.stream().mapToLong(StatementSummary::errors).sum(),
                summary.unitCount(),
                millis,
                executions > 0 ? millis / executions : 0,
                imports(summary),
                snapshot);
    }

    private static List<Report.Imported> imports(WorkloadSummary summary) {
        return summary.sessions().stream()
                .flatMap(session -> ImportSource.of(session).stream())
                .distinct()
                .sorted()
                .map(source -> new Report.Imported(source.option(), source.unknown()))
                .toList();
    }

    private static List<String> texts(
            Collection<CaptureRecord.Session> sessions, Function<CaptureRecord.Session, String> text) {
        return sessions.stream()
                .map(text)
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Of what was imported without times the sums are 0, and means nobody knows. */
    private static Report.StatementTimes times(StatementSummary statement, boolean imported) {
        boolean untimed = imported && statement.totalNanos() == 0;
        return new Report.StatementTimes(
                statement.id(),
                statement.fingerprint(),
                statement.service(),
                statement.version(),
                statement.statement().sql(),
                statement.calls(),
                statement.errors(),
                statement.rows(),
                untimed ? Double.NaN : statement.totalNanos() / 1e6,
                untimed ? Double.NaN : statement.meanMillis(),
                statement.latencies().quantileMillis(0.5),
                statement.latencies().quantileMillis(0.95),
                statement.latencies().quantileMillis(0.99),
                untimed ? Double.NaN : statement.maxNanos() / 1e6,
                statement.routes().entrySet().stream()
                        .filter(route -> !route.getKey().isEmpty())
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList(),
                statement.leafFrames(),
                WhereTimeGoes.tables(statement),
                Bars.of(statement.latencies()));
    }

    private static Report.Drops drops(WorkloadSummary summary) {
        Map<String, Long> byReason = new TreeMap<>();
        summary.drops().forEach(drop -> byReason.merge(drop.reason(), drop.executions(), Long::sum));
        return new Report.Drops(
                byReason.values().stream().mapToLong(Long::longValue).sum(), byReason);
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
