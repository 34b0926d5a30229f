package dev.sonde.benchmarks.heap;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Sample;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Used heap of a profiled service less that of the same service without the profiler. */
public final class HeapPart {

    private static final double TARGET_MEGABYTES = 16;
    private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final Pattern USED = Pattern.compile("^used (\\d+)$");
    private static final Pattern CLASS = Pattern.compile("^class(?: (\\d+) (\\d+) (\\S+)|es end)$");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private record Plan(int statements, int rounds, Duration settle) {}

    private record Heap(long used, List<List<String>> classes) {}

    private HeapPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(new Plan(10_000, 5, Duration.ofSeconds(12)), progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(new Plan(10_000, 1, Duration.ofMillis(500)), progress);
    }

    private static Section run(Plan plan, Consumer<String> progress) throws IOException {
        List<Double> raw = new ArrayList<>();
        List<Double> profiled = new ArrayList<>();
        List<List<String>> classes = List.of();
        for (int round = 1; round <= plan.rounds(); round++) {
            raw.add(megabytes(measure(Competitor.RAW, plan).used()));
            Heap heap = measure(Competitor.SONDE_UNLIMITED, plan);
            profiled.add(megabytes(heap.used()));
            classes = heap.classes();
            progress.accept("heap, round " + round + " of " + plan.rounds() + ": raw " + Figures.of(raw.get(round - 1))
                    + " MB, profiled " + Figures.of(profiled.get(round - 1)) + " MB");
        }
        Sample rawHeap = new Sample(raw);
        Sample profiledHeap = new Sample(profiled);
        Sample ours = profiledHeap.minus(rawHeap);
        return new Section("heap", "Heap kept by the profiler")
                .verdict(Target.atMost("heap kept, 10,000 distinct statements", TARGET_MEGABYTES, " MB")
                        .judge(ours.median()))
                .paragraph(Figures.count(plan.statements()) + " distinct statements of "
                        + ManyStatements.text(1).length()
                        + " characters on the stub driver, each prepared and executed on two routes with two binds and"
                        + " ten rows read, none kept by the service; then "
                        + plan.settle().toMillis()
                        + " ms of rest and a full collection. Used heap without the profiler "
                        + Figures.of(rawHeap) + " MB, with it " + Figures.of(profiledHeap) + " MB, difference "
                        + Figures.of(ours) + " MB (" + Figures.count(plan.rounds(), "round")
                        + ", MB of 1,000,000 bytes). The profiler's own classes, without the texts, arrays and maps"
                        + " that they hold:")
                .table(List.of("class", "instances", "bytes"), classes);
    }

    private static Heap measure(Competitor competitor, Plan plan) throws IOException {
        Path folder = Files.createTempDirectory("sonde-benchmark-");
        try (ChildProcess service = ChildProcess.java(
                competitor.label(),
                ManyStatements.class,
                OPTIONS,
                List.of(
                        competitor.name(),
                        folder.toString(),
                        Integer.toString(plan.statements()),
                        Long.toString(plan.settle().toMillis())))) {
            long used = Long.parseLong(service.await(USED, PATIENCE).group(1));
            List<List<String>> classes = new ArrayList<>();
            Matcher line = service.await(CLASS, PATIENCE);
            while (line.group(3) != null) {
                classes.add(List.of(
                        "`" + line.group(3) + "`",
                        Figures.count(Long.parseLong(line.group(2))),
                        Figures.count(Long.parseLong(line.group(1)))));
                line = service.await(CLASS, PATIENCE);
            }
            service.awaitSuccess(PATIENCE);
            return new Heap(used, classes);
        } finally {
            Folders.delete(folder);
        }
    }

    private static double megabytes(long bytes) {
        return bytes / 1e6;
    }
}
