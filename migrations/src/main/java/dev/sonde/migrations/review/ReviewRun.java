package dev.sonde.migrations.review;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.twin.EmptyCopy;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.impact.LockDemand;
import dev.sonde.migrations.plans.SchemaDrift;
import dev.sonde.migrations.plans.WorkloadResult;
import dev.sonde.migrations.plans.WorkloadReview;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.MigrationTracer;
import dev.sonde.migrations.trace.Preparation;
import dev.sonde.migrations.trace.StatementProbe;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Runs the new files on a throw-away server that has the schema before them, and judges them by the captured workload. */
final class ReviewRun {

    private final ReviewInput input;
    private final List<MigrationScript> base;
    private final List<MigrationScript> added;
    private final List<MigrationScript> callbacks;
    private final List<MigrationFinding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<WorkloadResult> result = Optional.empty();
    private Optional<LockDemand> demand = Optional.empty();

    ReviewRun(
            ReviewInput input,
            List<MigrationScript> base,
            List<MigrationScript> added,
            List<MigrationScript> callbacks) {
        this.input = input;
        this.base = base;
        this.added = added;
        this.callbacks = callbacks;
    }

    /** What each new file did; none if the base branch's do not apply. */
    List<FileTrace> traces() {
        try (EmptyCopy server = EmptyCopy.start(input.snapshot())) {
            notes.addAll(server.notes());
            Optional<String> stopped = applyBase(server.url());
            if (stopped.isPresent()) {
                notes.add("the base branch's migrations do not apply to an empty PostgreSQL, so locks and rewrites"
                        + " of the new ones are not known; give a --snapshot of the database instead: "
                        + Review.firstLines(stopped.get()));
                return List.of();
            }
            Optional<WorkloadReview> workload = input.traffic().isPresent()
                    ? Optional.of(before(server, input.traffic().get()))
                    : Optional.empty();
            List<FileTrace> traces = tracer(server.url()).trace(added, callbacks);
            workload.ifPresent(judge -> judge(judge, server, traces));
            return traces;
        } catch (IOException e) {
            throw AdvisorException.environment("cannot lay out the migrations: " + e.getMessage(), e);
        }
    }

    /** What captured statements say of the new files. */
    List<MigrationFinding> findings() {
        return findings;
    }

    /** The same by statement; empty without captures. */
    Optional<WorkloadResult> workload() {
        return result;
    }

    /** The locks that captured statements need before the new files; empty without captures. */
    Optional<LockDemand> demand() {
        return demand;
    }

    List<String> notes() {
        return notes;
    }

    /** What the server says to the captured statements before the new files. */
    private WorkloadReview before(EmptyCopy server, CapturedTraffic traffic) throws IOException {
        String searchPath = input.snapshot()
                .map(snapshot -> snapshot.settings().getOrDefault("search_path", ""))
                .orElse("");
        Map<String, Preparation> preparations = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(server.url())) {
            StatementProbe probe = new StatementProbe(connection, searchPath);
            for (CapturedStatement captured : traffic.statements()) {
                preparations.put(captured.statement().id(), probe.ask(captured.statement()));
            }
            demand = Optional.of(LockDemand.of(connection, traffic, preparations));
        } catch (SQLException e) {
            throw AdvisorException.environment(
                    "cannot ask the throw-away server for the captured statements: " + e.getMessage(), e);
        }
        WorkloadReview workload = new WorkloadReview(traffic, input.snapshot());
        drift(server);
        workload.before(server.url(), preparations);
        return workload;
    }

    private void judge(WorkloadReview workload, EmptyCopy server, List<FileTrace> traces) {
        Optional<FileTrace> failed =
                traces.stream().filter(trace -> trace.failure().isPresent()).findFirst();
        if (failed.isPresent()) {
            workload.notJudged(failed.get().file() + " fails");
        } else {
            workload.after(server.url(), traces, afterEach -> rerun(traces, afterEach));
        }
        result = Optional.of(workload.result());
        findings.addAll(workload.findings());
        notes.addAll(workload.notes());
    }

    private MigrationTracer tracer(String url) {
        return new MigrationTracer(url, input.settings().properties());
    }

    /** A snapshot has it already. */
    private Optional<String> applyBase(String url) throws IOException {
        return input.snapshot().isPresent() || base.isEmpty() ? Optional.empty() : applyBaseTo(url);
    }

    private Optional<String> applyBaseTo(String url) throws IOException {
        List<MigrationScript> before = new ArrayList<>(base);
        before.addAll(callbacks);
        return tracer(url).apply(before);
    }

    private void drift(EmptyCopy server) throws IOException {
        if (input.snapshot().isEmpty() || base.isEmpty()) {
            return;
        }
        String url = server.emptyDatabase("sonde_base");
        Optional<String> stopped = applyBaseTo(url);
        if (stopped.isPresent()) {
            notes.add("whether the snapshot has all that the base branch's migrations make is not known, since they do"
                    + " not apply to an empty PostgreSQL: " + Review.firstLines(stopped.get()));
        } else {
            notes.addAll(SchemaDrift.of(input.snapshot().get(), url));
        }
    }

    private void rerun(List<FileTrace> traces, BiConsumer<String, String> afterEach) {
        try (EmptyCopy server = EmptyCopy.start(input.snapshot())) {
            applyBase(server.url());
            for (FileTrace trace : traces) {
                List<MigrationScript> next = new ArrayList<>(callbacks);
                added.stream()
                        .filter(script -> script.file().equals(trace.file()))
                        .forEach(next::add);
                tracer(server.url()).apply(next);
                afterEach.accept(trace.file(), server.url());
            }
        } catch (IOException e) {
            throw AdvisorException.environment("cannot lay out the migrations: " + e.getMessage(), e);
        }
    }
}
