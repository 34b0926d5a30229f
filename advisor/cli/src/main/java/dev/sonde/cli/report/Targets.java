package dev.sonde.cli.report;

import dev.sonde.analysis.summary.DurationSummary;
import dev.sonde.analysis.summary.Latencies;
import dev.sonde.analysis.summary.ProcessSummary;
import dev.sonde.analysis.summary.UnitSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.timeline.Timeline;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.report.Report.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The performance plan's targets, and what a capture can say of them. */
final class Targets {

    private static final double STATEMENT_MILLIS = 50;
    private static final double P95_MILLIS = 200;
    private static final double P99_MILLIS = 500;
    private static final double UNITS_PER_SECOND = 500;
    private static final double MEMORY_MB = 1024;
    private static final String NOT_CAPTURED = "not-captured";
    private static final String RATE = "units of work per second";
    private static final String MEMORY = "memory of the process";
    private static final double MEGABYTE = 1 << 20;

    private static final String SPAN =
            "at least: from a unit's first statement, or its recorded wait for a connection, to the end of its last statement";

    private Targets() {}

    static List<Target> of(Report.Session session, WorkloadSummary summary, Timeline timeline) {
        double average = session.totalMillis() > 0 ? session.averageMillis() : Double.NaN;
        List<Target> targets = new ArrayList<>();
        targets.add(below(
                "statements, average",
                STATEMENT_MILLIS,
                average,
                "met",
                "measured: execute and fetch, over all executions"));
        boolean measured = addDurations(summary.durations(), targets);
        List<UnitSummary> withoutEnd = withoutEnd(summary);
        if (!measured || withoutEnd.stream().anyMatch(unit -> unit.units() > 0)) {
            Latencies spans =
                    Latencies.merged(withoutEnd.stream().map(UnitSummary::spans).toList());
            // What a unit does without its database is not seen, so that a low figure is no proof
            addQuantiles(measured ? "other units of work" : "units of work", spans, "not-exceeded", SPAN, targets);
        }
        targets.add(rate(session, summary, timeline));
        targets.add(memory(summary));
        return targets;
    }

    /** Requests if the capture knows which units are, else all units with an explicit end; false if there are none. */
    private static boolean addDurations(List<DurationSummary> durations, List<Target> targets) {
        List<DurationSummary> requests =
                durations.stream().filter(DurationSummary::isRequest).toList();
        List<DurationSummary> judged = requests.isEmpty() ? durations : requests;
        Latencies times =
                Latencies.merged(judged.stream().map(DurationSummary::times).toList());
        if (times.count() > 0) {
            String name = requests.isEmpty() ? "units of work" : "requests";
            addQuantiles(
                    name, times, "met", "measured: from begin to end, all " + Figures.count(times.count()), targets);
        }
        return times.count() > 0;
    }

    private static void addQuantiles(String name, Latencies times, String below, String basis, List<Target> targets) {
        targets.add(below(name + ", P95", P95_MILLIS, times.quantileMillis(0.95), below, basis));
        targets.add(below(name + ", P99", P99_MILLIS, times.quantileMillis(0.99), below, basis));
    }

    /** Units of routes of which no durations were captured. */
    static List<UnitSummary> withoutEnd(WorkloadSummary summary) {
        record Route(String service, String version, String route) {}
        Set<Route> known = new HashSet<>();
        summary.durations().forEach(unit -> known.add(new Route(unit.service(), unit.version(), unit.route())));
        return summary.units().stream()
                .filter(unit -> !known.contains(new Route(unit.service(), unit.version(), unit.route())))
                .toList();
    }

    private static Target below(String name, double limit, double value, String below, String basis) {
        String outcome = Double.isNaN(value) ? "not-known" : value < limit ? below : "missed";
        return new Target(name, "<", limit, value, "ms", outcome, basis);
    }

    /** What was asked of the service is no measure of what it could do, so a low rate misses nothing. */
    private static Target rate(Report.Session session, WorkloadSummary summary, Timeline timeline) {
        Instant from = session.from();
        Instant to = session.to();
        double ended = busiest(timeline, Timeline.Step::unitsEnded);
        double busiest = ended > 0 ? ended : busiest(timeline, Timeline.Step::units);
        double seconds =
                from == null || to == null ? 0 : Duration.between(from, to).toMillis() / 1e3;
        if (busiest == 0 || seconds == 0) {
            return new Target(
                    RATE, ">=", UNITS_PER_SECOND, Double.NaN, "/s", "not-known", "no unit of work was captured");
        }
        long units = ended > 0
                ? summary.durations().stream().mapToLong(DurationSummary::units).sum()
                : session.units();
        long width = timeline.step().toSeconds();
        String step = width == 1 ? "second" : width + " seconds";
        String basis = ended > 0
                ? "measured: ended in the busiest of the intervals that were counted together, about ten seconds, of summaries"
                        + " up to an hour"
                : "measured: begun in the busiest " + step;
        boolean shown = busiest >= UNITS_PER_SECOND;
        return new Target(
                RATE,
                ">=",
                UNITS_PER_SECOND,
                busiest,
                "/s",
                shown ? "met" : "not-shown",
                basis + "; " + Figures.number(units / seconds) + "/s on average"
                        + (shown ? "" : "; nobody asked for more"));
    }

    private static double busiest(Timeline timeline, ToLongFunction<Timeline.Step> units) {
        return timeline.steps().stream().mapToLong(units).max().orElse(0)
                / (double) timeline.step().toSeconds();
    }

    /** Of several processes the largest is judged. */
    private static Target memory(WorkloadSummary summary) {
        List<ProcessSummary> processes = summary.processes();
        Optional<ProcessSample> largest =
                processes.stream().map(ProcessSummary::most).max(Comparator.comparingLong(ProcessSample::memoryBytes));
        if (largest.isEmpty()) {
            // Said, so that nobody takes silence for a target that is met
            return new Target(
                    MEMORY,
                    "<",
                    MEMORY_MB,
                    Double.NaN,
                    "MB",
                    NOT_CAPTURED,
                    "not in these captures: see the service's own metrics, such as jvm.memory.used");
        }
        ProcessSample most = largest.get();
        double megabytes = most.memoryBytes() / MEGABYTE;
        long samples = processes.stream().mapToLong(ProcessSummary::samples).sum();
        String what = most.residentBytes() > 0
                ? "resident memory"
                : "heap committed and non-heap memory used, since resident memory is not known";
        return new Target(
                MEMORY,
                "<",
                MEMORY_MB,
                megabytes,
                "MB",
                megabytes < MEMORY_MB ? "met" : "missed",
                "measured: " + what + ", the highest of " + Figures.counted(samples, "sample") + "; "
                        + Figures.number(most.heapUsedBytes() / MEGABYTE) + " MB of the heap of at most "
                        + Figures.number(most.heapMaxBytes() / MEGABYTE) + " MB were in use then");
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
