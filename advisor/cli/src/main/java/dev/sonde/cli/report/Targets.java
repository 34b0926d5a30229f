package dev.sonde.cli.report;

import dev.sonde.analysis.summary.Latencies;
import dev.sonde.analysis.summary.UnitSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.report.Report.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The performance plan's targets, and what a capture can say of them. */
final class Targets {

    private static final double STATEMENT_MILLIS = 50;
    private static final double P95_MILLIS = 200;
    private static final double P99_MILLIS = 500;
    private static final double UNITS_PER_SECOND = 500;
    /** Shorter captures have no rate to speak of. */
    private static final double LEAST_SECONDS = 1;

    private static final String SPAN =
            "from a unit's first statement to the end of its last one; a request takes longer than that";

    private Targets() {}

    static List<Target> of(Report.Session session, WorkloadSummary summary, Report.TimeSteps timeline) {
        Latencies spans = Latencies.merged(
                summary.units().stream().map(UnitSummary::spans).toList());
        double average = session.totalMillis() > 0 ? session.averageMillis() : Double.NaN;
        return List.of(
                below("statements, average", STATEMENT_MILLIS, average, "execute and fetch, over all executions"),
                below("units of work, P95", P95_MILLIS, spans.quantileMillis(0.95), SPAN),
                below("units of work, P99", P99_MILLIS, spans.quantileMillis(0.99), SPAN),
                rate(session, timeline));
    }

    private static Target below(String name, double limit, double value, String basis) {
        String outcome = Double.isNaN(value) ? "not-known" : value < limit ? "met" : "missed";
        return new Target(name, "<", limit, value, "ms", outcome, basis);
    }

    /** What was asked of the service is no measure of what it could do, so a low rate misses nothing. */
    private static Target rate(Report.Session session, Report.TimeSteps timeline) {
        Instant from = session.from();
        Instant to = session.to();
        double seconds =
                from == null || to == null ? 0 : Duration.between(from, to).toMillis() / 1e3;
        double busiest = timeline.steps().stream()
                        .mapToLong(Report.TimeStep::units)
                        .max()
                        .orElse(0)
                / (double) timeline.stepSeconds();
        double value = seconds < LEAST_SECONDS || session.units() == 0 ? Double.NaN : session.units() / seconds;
        String outcome = Double.isNaN(value)
                ? "not-known"
                : Math.max(value, busiest) >= UNITS_PER_SECOND ? "met" : "not-shown";
        String basis = "average over the captured time"
                + (busiest > 0
                        ? "; the busiest " + (timeline.stepSeconds() == 1 ? "second" : timeline.stepSeconds() + " s")
                                + " had " + Figures.number(busiest) + "/s"
                        : "")
                + (outcome.equals("not-shown") ? "; nobody asked for more" : "");
        return new Target("units of work per second", ">=", UNITS_PER_SECOND, value, "/s", outcome, basis);
    }

    /** {@code 3.2 ms (target < 50 ms: met)}. */
    static String words(Target target) {
        return figure(target.value(), target) + " (target " + target.relation() + " " + figure(target.limit(), target)
                + ": " + target.outcome().replace('-', ' ').toLowerCase(Locale.ROOT) + ")";
    }

    static String figure(double value, Target target) {
        return target.unit().equals("ms")
                ? Figures.millis(value)
                : Figures.number(value) + (Double.isFinite(value) ? target.unit() : "");
    }
}
