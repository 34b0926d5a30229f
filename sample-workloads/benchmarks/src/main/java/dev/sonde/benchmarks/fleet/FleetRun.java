package dev.sonde.benchmarks.fleet;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.captures.FleetShape;
import dev.sonde.benchmarks.captures.GenerateCaptures;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.MeasuredCommand;
import dev.sonde.cli.Sonde;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What it took to reduce one fleet's captures.
 *
 * @param merge {@code sonde merge}, caches included
 * @param report {@code sonde report} as HTML on the summary
 * @param spark null if it was not run
 */
record FleetRun(
        FleetShape shape,
        long captureBytes,
        MeasuredCommand merge,
        long summaryBytes,
        MeasuredCommand report,
        @Nullable Spark spark) {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /**
     * The job beside what gives the same on one machine.
     *
     * @param merge {@code sonde merge --end-units --without-caches}
     * @param summaryBytes of either
     * @param equalBytes whether both wrote the same file
     */
    record Spark(MeasuredCommand job, MeasuredCommand merge, long summaryBytes, boolean equalBytes) {}

    static FleetRun measure(FleetShape shape, @Nullable SparkJob job) throws IOException {
        Path folder = Files.createTempDirectory("sonde-fleet");
        try {
            Path captures = folder.resolve("captures");
            GenerateCaptures.write(shape, captures);
            long captureBytes;
            try (Stream<Path> files = Files.list(captures)) {
                captureBytes = files.mapToLong(file -> file.toFile().length()).sum();
            }
            Path summary = folder.resolve("all.sonde-summary");
            MeasuredCommand merge = sonde("merge", captures, "-o", summary);
            MeasuredCommand report = sonde("report", summary, "--format", "html=" + folder.resolve("report.html"));
            Spark spark = job == null ? null : spark(job, captures, folder);
            return new FleetRun(shape, captureBytes, merge, Files.size(summary), report, spark);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Spark spark(SparkJob job, Path captures, Path folder) throws IOException {
        Path here = folder.resolve("here.sonde-summary");
        Path there = folder.resolve("there.sonde-summary");
        MeasuredCommand merge = sonde("merge", captures, "-o", here, "--end-units", "--without-caches");
        MeasuredCommand reduced = job.reduce(captures, there, PATIENCE);
        return new Spark(reduced, merge, Files.size(there), Files.mismatch(here, there) < 0);
    }

    /** As the launcher starts it on large captures, but for the bound on memory. */
    private static MeasuredCommand sonde(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.java(),
                "-XX:-UsePerfData",
                "-Xmx800m",
                "-cp",
                System.getProperty("java.class.path"),
                Sonde.class.getName()));
        command.addAll(1, ChildProcess.FOR_LARGE_CAPTURES);
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return MeasuredCommand.run(command, PATIENCE);
    }

    private double millions() {
        return shape.executions() / 1e6;
    }

    double captureBytesPerExecution() {
        return (double) captureBytes / shape.executions();
    }

    double summaryBytesPerService() {
        return (double) summaryBytes / shape.services();
    }

    /** Per million executions. */
    double mergeSeconds() {
        return merge.seconds() / millions();
    }

    /** Per million executions. */
    double mergeProcessorSeconds() {
        return merge.processorSeconds() / millions();
    }
}
