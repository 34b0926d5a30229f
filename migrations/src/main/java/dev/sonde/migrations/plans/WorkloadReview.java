package dev.sonde.migrations.plans;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.carry.CarriedSnapshot;
import dev.sonde.engine.carry.CarriedSnapshot.Copy;
import dev.sonde.engine.carry.PlannedShare;
import dev.sonde.engine.carry.SchemaIdentity;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.plans.JudgedStatement.Outcome;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.Preparation;
import dev.sonde.migrations.trace.Preparation.Accepted;
import dev.sonde.migrations.trace.Preparation.Refused;
import dev.sonde.migrations.trace.StatementProbe;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What new migrations do to the captured statements. The server with the schema is asked before and after it is migrated;
 * with a snapshot of the source two plan twins, one after the other, then plan what prepares both times. This class is
 * not threadsafe.
 */
public final class WorkloadReview {

    private final CapturedTraffic traffic;
    private final Optional<CatalogSnapshot> source;
    private final Map<String, Accepted> accepted = new LinkedHashMap<>();
    private final List<MigrationFinding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<JudgedStatement> judged = new ArrayList<>();
    private Optional<Copy> before = Optional.empty();
    private double costBefore = Double.NaN;
    private double costAfter = Double.NaN;

    /** @param source whose statistics plans are made with; without it nothing is planned */
    public WorkloadReview(CapturedTraffic traffic, Optional<CatalogSnapshot> source) {
        this.traffic = traffic;
        this.source = source;
        notes.addAll(traffic.notes());
    }

    /**
     * Looks at the server that has the schema before the new migrations.
     *
     * @param preparations what it said to each statement, by its identifier
     */
    public void before(String url, Map<String, Preparation> preparations) {
        if (source.isPresent()) {
            try (Connection connection = DriverManager.getConnection(url)) {
                before = Optional.of(copy(connection));
            } catch (SQLException e) {
                throw unreachable(e);
            }
        }
        List<String> refused = new ArrayList<>();
        long refusedCalls = 0;
        for (CapturedStatement captured : traffic.statements()) {
            Preparation preparation = preparations.get(captured.statement().id());
            if (preparation instanceof Accepted taken) {
                accepted.put(captured.statement().id(), taken);
            } else if (preparation instanceof Refused reason) {
                refused.add(Words.refusal(captured, reason));
                judged.add(JudgedStatement.refused(captured, Outcome.NOT_JUDGED, reason.reason()));
                refusedCalls += captured.statement().calls();
            }
        }
        if (!refused.isEmpty()) {
            notes.add(refused.size() + " of "
                    + Words.statements(traffic.statements().size()) + " ("
                    + Words.share(refusedCalls, traffic.calls())
                    + " of the executions) do not prepare before the new migrations either and are not judged: "
                    + Words.list(refused, text -> text));
        }
    }

    /** Says that the statements are not judged. */
    public void notJudged(String why) {
        notes.add("the captured statements are not judged: " + why);
    }

    /**
     * Asks the same server after the new migrations, and judges.
     *
     * @param traces of the new files, in the order in which they ran
     * @param rerun runs them once more, where it has to be known which of them broke a statement
     */
    public void after(String url, List<FileTrace> traces, Rerun rerun) {
        if (traces.isEmpty()) {
            return;
        }
        Causes causes = new Causes(traces);
        try (Connection connection = DriverManager.getConnection(url)) {
            Optional<Copy> after = source.isPresent() ? Optional.of(copy(connection)) : Optional.empty();
            StatementProbe probe = new StatementProbe(connection, searchPath());
            Map<CapturedStatement, Refused> broken = new LinkedHashMap<>();
            List<CapturedStatement> whole = new ArrayList<>();
            for (CapturedStatement captured : traffic.statements()) {
                Accepted earlier = accepted.get(captured.statement().id());
                if (earlier == null) {
                    continue;
                }
                if (probe.ask(captured.statement(), earlier.typed()) instanceof Refused reason) {
                    broken.put(captured, reason);
                    judged.add(JudgedStatement.refused(captured, Outcome.BREAKS, reason.reason()));
                } else {
                    whole.add(captured);
                }
            }
            findings.addAll(new BrokenStatements(broken, accepted, searchPath()).findings(traces, causes, rerun));
            if (source.isPresent()) {
                plan(source.get(), before.orElseThrow(), after.orElseThrow(), whole, causes);
            } else {
                notes.add("no plans are compared, only whether captured statements still prepare: without statistics"
                        + " every plan is a guess; give a --snapshot of the database");
            }
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private void plan(
            CatalogSnapshot snapshot, Copy start, Copy end, List<CapturedStatement> statements, Causes causes) {
        CarriedSnapshot unchanged = CarriedSnapshot.of(snapshot, start, start, part -> 1);
        Workload workload = new Workload(
                statements.stream().map(CapturedStatement::statement).toList(), traffic.hashKey());
        Set<String> twinNotes = new LinkedHashSet<>();
        CarriedSnapshot carried;
        WorkloadPlans plansBefore;
        try (PlanTwin twin = PlanTwin.start(unchanged.snapshot())) {
            twinNotes.addAll(twin.notes());
            plansBefore = WorkloadPlans.before(twin, unchanged.snapshot(), workload);
            carried = CarriedSnapshot.of(snapshot, start, end, new PlannedShare(twin));
        }
        WorkloadPlans plansAfter;
        try (PlanTwin twin = PlanTwin.start(carried.snapshot())) {
            twinNotes.addAll(twin.notes());
            plansAfter = plansBefore.after(twin, carried.snapshot());
        }
        List<PlanChange> changes = PlanChange.of(statements, plansBefore, plansAfter);
        PlanFindings told = new PlanFindings(changes, accepted, carried, causes);
        findings.addAll(told.findings());
        notes.addAll(told.notes());
        notes.addAll(twinNotes);
        costBefore = changes.stream().mapToDouble(PlanChange::totalBefore).sum();
        costAfter = changes.stream().mapToDouble(PlanChange::totalAfter).sum();
        changes.stream()
                .filter(change -> change.worse() || change.better())
                .map(JudgedStatement::of)
                .forEach(judged::add);
    }

    /** What is wrong, and whose fault it is. */
    public List<MigrationFinding> findings() {
        return List.copyOf(findings);
    }

    /** The same by statement. */
    public WorkloadResult result() {
        return new WorkloadResult(traffic.statements().size(), traffic.calls(), costBefore, costAfter, judged);
    }

    /** What is better, and what was not judged. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private String searchPath() {
        return source.map(snapshot -> {
                    String path = snapshot.settings().getOrDefault("search_path", "");
                    return path.isEmpty() ? "''" : path;
                })
                .orElse("");
    }

    private static Copy copy(Connection connection) throws SQLException {
        return new Copy(
                SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults()), SchemaIdentity.read(connection));
    }

    private static AdvisorException unreachable(SQLException e) {
        return AdvisorException.environment("the throw-away server does not answer: " + e.getMessage(), e);
    }
}
