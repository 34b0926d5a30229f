package dev.sonde.benchmarks.detection;

import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Sample;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Executions per second of processor time from records to findings. */
public final class DetectionPart {

    private static final List<String> OPTIONS =
            List.of("-Xmx256m", "-Xmn128m", "-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC");
    private static final Pattern DETECTED = Pattern.compile("^detected (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private DetectionPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(List.of(1_000_000L, 3_000_000L, 10_000_000L), 3, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(List.of(100_000L), 1, progress);
    }

    private static Section run(List<Long> sizes, int rounds, Consumer<String> progress) throws IOException {
        Section section = new Section("detection", "From executions to findings");
        List<List<String>> rows = new ArrayList<>();
        for (long size : sizes) {
            List<Double> cold = new ArrayList<>();
            List<Double> warm = new ArrayList<>();
            List<Double> heaps = new ArrayList<>();
            String findings = "";
            for (int round = 1; round <= rounds; round++) {
                try (ChildProcess run =
                        ChildProcess.java("detection", DetectionRun.class, OPTIONS, List.of(Long.toString(size)))) {
                    cold.add(perSecond(run.await(DETECTED, PATIENCE)));
                    run.await(DETECTED, PATIENCE); // the warm-up
                    Matcher detected = run.await(DETECTED, PATIENCE);
                    run.awaitSuccess(PATIENCE);
                    warm.add(perSecond(detected));
                    heaps.add(Long.parseLong(detected.group(3)) / 1e6);
                    findings = Figures.count(Long.parseLong(detected.group(4)));
                }
                progress.accept("detection, " + Figures.count(size) + " executions, round " + round + ": "
                        + Figures.count(Math.round(cold.get(round - 1))) + " executions/s in a new JVM, "
                        + Figures.count(Math.round(warm.get(round - 1))) + " warmed up");
            }
            Sample rate = new Sample(warm);
            if (size == sizes.get(0)) {
                section.verdict(
                        Target.atLeast("executions per second of processor time, of a million, warmed up", 1e6, "")
                                .judge(rate.median()));
            }
            rows.add(List.of(
                    Figures.count(size),
                    Figures.of(new Sample(cold)),
                    Figures.of(rate),
                    Figures.of(new Sample(heaps)),
                    findings));
        }
        return section.paragraph(
                        "`DetectionRun`: records of a seeded service with 20 routes, 64 requests side by side, every fifth with a"
                                + " loop of 5 to 29 children, every twentieth with 12 single inserts; from `WorkloadSummary.builder()`"
                                + " to `Findings.of`, records in memory, one JVM with one processor and 256 MB for each of "
                                + Figures.count(rounds, "round")
                                + ". Time is processor time of the process, garbage collection and compilation included: first in a new"
                                + " JVM, then again after " + Figures.count(DetectionRun.WARM_UP)
                                + " other executions. Heap is what is used after a full collection, the summary still reachable.")
                .table(List.of("executions", "executions/s in a new JVM", "warmed up", "heap MB", "findings"), rows);
    }

    private static double perSecond(Matcher detected) {
        return Long.parseLong(detected.group(1)) * 1e9 / Long.parseLong(detected.group(2));
    }
}
