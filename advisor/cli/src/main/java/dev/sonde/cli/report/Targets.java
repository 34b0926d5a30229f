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
    private static final double MEMORY_MB = 1024;
    private static final String NOT_CAPTURED = "not-captured";
    private static final String RATE = "units of work per second";

    private static final String SPAN =
            "at least: from a unit's first statement, or its recorded wait for a connection, to the end of its last statement";

    private Targets() {}

    static List<Target> of(Report.Session session, WorkloadSummary summary, Report.TimeSteps timeline) {
        Latencies spans = Latencies.merged(
                summary.units().stream().map(UnitSummary::spans).toList());
        double average = session.totalMillis() > 0 ? session.averageMillis() : Double.NaN;
        return List.of(
                below(
                        "statements, average",
                        STATEMENT_MILLIS,
                        average,
                        "met",
                        "measured: execute and fetch, over all executions"),
                // What a unit does without its database is not seen, so that a low figure is no proof
                below("units of work, P95", P95_MILLIS, spans.quantileMillis(0.95), "not-exceeded", SPAN),
                below("units of work, P99", P99_MILLIS, spans.quantileMillis(0.99), "not-exceeded", SPAN),
                rate(session, timeline),
                // Said, so that nobody takes silence for a target that is met
                new Target(
                        "memory of the process",
                        "<",
                        MEMORY_MB,
                        Double.NaN,
                        "MB",
                        NOT_CAPTURED,
                        "not in a capture: see the service's own metrics, such as jvm.memory.used"));
    }

    private static Target below(String name, double limit, double value, String below, String basis) {
        String outcome = Double.isNaN(value) ? "not-known" : value < limit ? below : "missed";
        return new Target(name, "<", limit, value, "ms", outcome, basis);
    }

    /** What was asked of the service is no measure of what it could do, so a low rate misses nothing. */
    private static Target rate(Report.Session session, Report.TimeSteps timeline) {
        Instant from = session.from();
        Instant to = session.to();
        double busiest = timeline.steps().stream()
                        .mapToLong(Report.TimeStep::units)
                        .max()
                        .orElse(0)
                / (double) timeline.stepSeconds();
        double seconds =
                from == null || to == null ? 0 : Duration.between(from, to).toMillis() / 1e3;
        if (busiest == 0 || seconds == 0) {
            return new Target(
                    RATE, ">=", UNITS_PER_SECOND, Double.NaN, "/s", "not-known", "no unit of work was captured");
        }
        String step = timeline.stepSeconds() == 1 ? "second" : timeline.stepSeconds() + " seconds";
        boolean shown = busiest >= UNITS_PER_SECOND;
        return new Target(
                RATE,
                ">=",
                UNITS_PER_SECOND,
                busiest,
                "/s",
                shown ? "met" : "not-shown",
                "measured: begun in the busiest " + step + "; " + Figures.number(session.units() / seconds)
                        + "/s on average" + (shown ? "" : "; nobody asked for more"));
    }

    /** {@code 3.2 ms (target < 50 ms: met)}; without a figure where captures never have one. */
    static String words(Target target) {
        String value = target.outcome().equals(NOT_CAPTURED) ? "" : figure(target.value(), target) + " ";
        return value + "(target " + target.relation() + " " + figure(target.limit(), target) + ": "
                + target.outcome().replace('-', ' ').toLowerCase(Locale.ROOT) + ")";
    }

    static String figure(double value, Target target) {
        return switch (target.unit()) {
            case "ms" -> Figures.millis(value);
            case "MB" -> Figures.number(value) + (Double.isFinite(value) ? " MB" : "");
            default -> Figures.number(value) + (Double.isFinite(value) ? target.unit() : "");
        };
    }
}
