package dev.sonde.benchmarks.fleet;

import dev.sonde.benchmarks.captures.FleetShape;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Captures of fifty services, from one to a hundred million executions, through {@code sonde merge} and the Spark job. */
public final class FleetPart {
    private static final int SERVICES = 50;
    private static final int STATEMENTS = 200;
    private static final long SEED = 8;
    private static final long TARGET_SIZE = 100_000_000;

    private FleetPart() {}

    /** Measures at length: about 10 minutes, and 4 GB of disk. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(List.of(1_000_000L, 10_000_000L, 30_000_000L, TARGET_SIZE), TARGET_SIZE, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(List.of(50_000L, 100_000L), 50_000, progress);
    }

    /**
     * @param sizes at least two, ascending
     * @param mostForSpark size up to which Spark runs as well
     */
    static Section run(List<Long> sizes, long mostForSpark, Consumer<String> progress) throws IOException {
        SparkJob job = SparkJob.find();
        List<FleetRun> runs = new ArrayList<>();
        for (long size : sizes) {
            FleetShape shape = new FleetShape(size, SERVICES, STATEMENTS, SEED);
            FleetRun run = FleetRun.measure(shape, size <= mostForSpark ? job : null);
            progress.accept("fleet: " + run);
            runs.add(run);
        }
        Section section = new Section("fleet", "From the captures of many services to one summary");
        judge(section, runs);
        return section.paragraph("`FleetPart`: captures of " + SERVICES + " made-up services, " + STATEMENTS
                        + " statements each (`GenerateCaptures`), `sonde merge` with what caches would answer, and `sonde"
                        + " report --format html=FILE` on the summary; each once, in a process of its own with the"
                        + " launcher's options for large captures and -Xmx800m. Memory is resident. Seconds per"
                        + " million at the largest size are compared with those at the second smallest: at the smallest most"
                        + " of the time is the start of Java and code that is not compiled yet. The load when the table was"
                        + " finished was "
                        + Figures.of(
                                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                        + " on " + Runtime.getRuntime().availableProcessors()
                        + " processors, of which the last command itself is a part.")
                .table(
                        List.of(
                                "executions",
                                "captures, MB",
                                "bytes an execution",
                                "merge, s",
                                "processor, s",
                                "s a million",
                                "processor s a million",
                                "memory, MB",
                                "summary, MB",
                                "report on it, s",
                                "processor, s",
                                "memory, MB"),
                        runs.stream().map(FleetPart::row).toList())
                .paragraph(
                        "The Spark job on `local[2]`, -Xmx2g and the options for Java in `docs/fleet.md`, beside `sonde merge --end-units"
                                + " --without-caches`, which does the same:")
                .table(
                        List.of(
                                "executions",
                                "Spark, s",
                                "processor, s",
                                "memory, MB",
                                "merge, s",
                                "processor, s",
                                "ratio of seconds",
                                "of processor time",
                                "summary, MB",
                                "equal bytes"),
                        runs.stream().flatMap(run -> sparkRow(run).stream()).toList())
                .onPage(Path.of("docs", "sizing.md"), Sizing.of(runs, lastWithSpark(runs)));
    }

    private static FleetRun lastWithSpark(List<FleetRun> runs) {
        return runs.stream()
                .filter(run -> run.spark() != null)
                .reduce((earlier, later) -> later)
                .orElse(runs.get(0));
    }

    private static void judge(Section section, List<FleetRun> runs) {
        FleetRun largest = runs.get(runs.size() - 1);
        if (largest.shape().executions() == TARGET_SIZE) {
            section.verdict(Target.atMost("merge of 100 million executions", 120, " s")
                            .judge(largest.merge().seconds()))
                    .verdict(Target.atMost("memory of it", 1_000, " MB")
                            .judge(largest.merge().peakBytes() / 1e6));
        }
        section.verdict(Target.atMost("seconds a million, " + size(largest) + " over " + size(runs.get(1)), 1.2, "")
                .judge(largest.mergeSeconds() / runs.get(1).mergeSeconds()));
        FleetRun.Spark spark = lastWithSpark(runs).spark();
        if (spark != null) {
            section.verdict(Target.atMost("Spark over merge, seconds, " + size(lastWithSpark(runs)), 2, "")
                    .judge(spark.job().seconds() / spark.merge().seconds()));
        }
        section.verdict(Target.atMost("sizes at which Spark writes another file", 0, "")
                .judge(runs.stream()
                        .filter(run -> run.spark() != null && !run.spark().equalBytes())
                        .count()));
    }

    private static String size(FleetRun run) {
        return Figures.count(run.shape().executions());
    }

    private static List<String> row(FleetRun run) {
        return List.of(
                size(run),
                Figures.of(run.captureBytes() / 1e6),
                Figures.of(run.captureBytesPerExecution()),
                Figures.of(run.merge().seconds()),
                Figures.of(run.merge().processorSeconds()),
                Figures.of(run.mergeSeconds()),
                Figures.of(run.mergeProcessorSeconds()),
                Figures.of(run.merge().peakBytes() / 1e6),
                Figures.of(run.summaryBytes() / 1e6),
                Figures.of(run.report().seconds()),
                Figures.of(run.report().processorSeconds()),
                Figures.of(run.report().peakBytes() / 1e6));
    }

    private static List<List<String>> sparkRow(FleetRun run) {
        FleetRun.Spark spark = run.spark();
        return spark == null
                ? List.of()
                : List.of(List.of(
                        size(run),
                        Figures.of(spark.job().seconds()),
                        Figures.of(spark.job().processorSeconds()),
                        Figures.of(spark.job().peakBytes() / 1e6),
                        Figures.of(spark.merge().seconds()),
                        Figures.of(spark.merge().processorSeconds()),
                        Figures.of(spark.job().seconds() / spark.merge().seconds()),
                        Figures.of(
                                spark.job().processorSeconds() / spark.merge().processorSeconds()),
                        Figures.of(spark.summaryBytes() / 1e6),
                        spark.equalBytes() ? "yes" : "no"));
    }
}
