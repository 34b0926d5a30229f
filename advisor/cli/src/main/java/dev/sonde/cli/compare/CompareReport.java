package dev.sonde.cli.compare;

import dev.sonde.analysis.compare.CompareOptions;
import dev.sonde.analysis.compare.Comparison;
import dev.sonde.analysis.compare.NewLoop;
import dev.sonde.analysis.compare.Noise;
import dev.sonde.analysis.compare.RouteChange;
import dev.sonde.analysis.compare.StatementChange;
import dev.sonde.analysis.compare.Workload;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.reduction.Sources;
import dev.sonde.cli.budget.BudgetCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison says, in the shape of its JSON. Every format shows these figures.
 *
 * @param limits what was called slower
 * @param regressions statements that became slower, routes with more round trips, new proved loops, exceeded limits
 * @param statements those that differ
 * @param routes those that differ
 * @param budget null without {@code --budget}
 * @param notChecked what could not be compared, and why, in words
 */
record CompareReport(
        int schemaVersion,
        Side base,
        Side head,
        CompareOptions limits,
        Noise noise,
        int regressions,
        Counts counts,
        List<StatementChange> statements,
        List<RouteChange> routes,
        List<Loop> newLoops,
        List<Loop> goneLoops,
        @Nullable BudgetCheck budget,
        List<String> notChecked) {

    static final int SCHEMA_VERSION = 1;

    /**
     * What was compared.
     *
     * @param files captures, also those that a summary counts
     * @param services name and version
     */
    record Side(int files, int runs, List<String> services, long executions, long units) {
        static Side of(Sources captures, Workload workload) {
            List<String> services = new ArrayList<>();
            workload.versions()
                    .forEach((service, versions) ->
                            versions.forEach(version -> services.add((service + " " + version).strip())));
            return new Side(
                    captures.bytesByFile().size(),
                    workload.runs().size(),
                    services,
                    workload.executions(),
                    workload.units());
        }
    }

    /** Statements by what became of their times. */
    record Counts(long tested, long slower, long faster, long appeared, long gone, long cannotTell) {}

    /**
     * A loop; all of it is in the report of its capture.
     *
     * @param probability that it is in base as well and was not seen there; null if it is gone
     */
    record Loop(
            String identity,
            String kind,
            String verdict,
            String service,
            String route,
            String fingerprint,
            @Nullable String loopFrame,
            long executions,
            long units,
            long savedRoundTrips,
            boolean regression,
            @Nullable Double probability,
            String message,
            String fix) {
        static Loop of(NewLoop added) {
            return of(added.finding(), added.isRegression(), added.probability());
        }

        static Loop ofGone(Finding finding) {
            return of(finding, false, null);
        }

        private static Loop of(Finding finding, boolean regression, @Nullable Double probability) {
            return new Loop(
                    finding.identity(),
                    finding.kind(),
                    finding.verdict().name(),
                    finding.service(),
                    finding.route(),
                    finding.fingerprint(),
                    finding.loopFrame(),
                    finding.executions(),
                    finding.units(),
                    finding.savedRoundTrips(),
                    regression,
                    probability,
                    finding.message(),
                    finding.fix());
        }
    }

    static CompareReport of(
            Side base, Side head, CompareOptions options, Comparison comparison, @Nullable BudgetCheck budget) {
        List<StatementChange> all = comparison.statements();
        Counts counts = new Counts(
                all.stream()
                        .filter(change -> !Double.isNaN(change.probability()))
                        .count(),
                count(comparison, StatementChange.Outcome.SLOWER),
                count(comparison, StatementChange.Outcome.FASTER),
                count(comparison, StatementChange.Outcome.NEW),
                count(comparison, StatementChange.Outcome.GONE),
                count(comparison, StatementChange.Outcome.CANNOT_TELL));
        return new CompareReport(
                SCHEMA_VERSION,
                base,
                head,
                options,
                comparison.noise(),
                comparison.regressions()
                        + (budget == null ? 0 : budget.overruns().size()),
                counts,
                all.stream().filter(CompareReport::differs).toList(),
                comparison.routes().stream().filter(CompareReport::differs).toList(),
                comparison.newLoops().stream().map(Loop::of).toList(),
                comparison.goneLoops().stream().map(Loop::ofGone).toList(),
                budget,
                comparison.notes());
    }

    private static long count(Comparison comparison, StatementChange.Outcome outcome) {
        return comparison.statements(outcome).size();
    }

    private static boolean differs(StatementChange change) {
        boolean alike = change.outcome() == StatementChange.Outcome.NO_DIFFERENCE
                || change.outcome() == StatementChange.Outcome.CANNOT_TELL;
        return !alike || !change.differs().isEmpty();
    }

    private static boolean differs(RouteChange change) {
        return change.outcome() != RouteChange.Outcome.NO_DIFFERENCE
                && change.outcome() != RouteChange.Outcome.CANNOT_TELL;
    }

    List<StatementChange> statements(StatementChange.Outcome outcome) {
        return statements.stream().filter(change -> change.outcome() == outcome).toList();
    }

    List<RouteChange> routes(RouteChange.Outcome outcome) {
        return routes.stream().filter(change -> change.outcome() == outcome).toList();
    }
}
