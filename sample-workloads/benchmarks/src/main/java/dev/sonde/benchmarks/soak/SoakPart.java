package dev.sonde.benchmarks.soak;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Steady load for some minutes. */
public final class SoakPart {

    private static final double HEAP_GROWTH_MEGABYTES = 2;
    private static final int FILE_MEGABYTES = 4;
    private static final int FOLDER_MEGABYTES = 32;

    /** A small folder, so that files are closed, begun and deleted many times during a soak. */
    private static final List<String> OPTIONS = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Dsonde.file-size=" + FILE_MEGABYTES,
            "-Dsonde.folder-size=" + FOLDER_MEGABYTES);

    private static final Pattern END = Pattern.compile("^end$");
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration QUICK_INTERVAL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private SoakPart() {}

    /** Measures at length. */
    public static Section full(int minutes, Consumer<String> progress) throws IOException {
        return run((int) (Duration.ofMinutes(minutes).toSeconds() / INTERVAL.toSeconds()), INTERVAL, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(10, QUICK_INTERVAL, progress);
    }

    private static Section run(int samples, Duration interval, Consumer<String> progress) throws IOException {
        Path folder = Files.createTempDirectory("sonde-benchmark-");
        List<SoakState> states = new ArrayList<>();
        try (ChildProcess service = ChildProcess.java(
                "soaked service",
                SoakedService.class,
                OPTIONS,
                List.of(folder.toString(), Integer.toString(samples), Long.toString(interval.toMillis())))) {
            for (int i = 0; i < samples; i++) {
                SoakState state = SoakState.of(service.await(SoakState.LINE, interval.plus(PATIENCE)));
                states.add(state);
                progress.accept("soak: " + String.join(", ", row(state)));
            }
            service.await(END, PATIENCE);
        } finally {
            Folders.delete(folder);
        }
        return section(states);
    }

    private static Section section(List<SoakState> states) {
        SoakTrend trend = new SoakTrend(states);
        SoakState last = states.get(states.size() - 1);
        long largest = states.stream().mapToLong(SoakState::folder).max().orElse(0);
        return new Section("soak", "Steady load")
                .verdict(Target.atMost("growth of used heap", HEAP_GROWTH_MEGABYTES, " MB")
                        .judge(trend.growth(SoakState::heap) / 1e6))
                .verdict(Target.atMost("growth of threads", 0, "").judge(trend.growth(SoakState::threads)))
                .verdict(Target.atMost("growth of open files", 0, "").judge(trend.growth(SoakState::files)))
                .verdict(
                        Target.atMost("capture folders, largest sum of both", 2 * (FOLDER_MEGABYTES << 20) / 1e6, " MB")
                                .judge(largest / 1e6))
                .paragraph(
                        "Two threads on the stub driver with some work before each query, one profiled by default and one with the"
                                + " governor off, each with captures of its own: " + Figures.count(last.executions())
                                + " executions on " + Figures.count(last.connections()) + " connections in "
                                + Figures.count(last.seconds())
                                + " s, in units of work of twenty queries on 40 routes, 2,000"
                                + " statements in turns; capture files of " + FILE_MEGABYTES
                                + " MiB in folders of at most "
                                + FOLDER_MEGABYTES
                                + " MiB each, so that old ones are deleted all the time. Growth is the median of the"
                                + " last third of the samples less that of the first third, the first fifth of all left out."
                                + " Heap is what is used after a full collection.")
                .table(
                        List.of(
                                "seconds",
                                "heap MB",
                                "threads",
                                "open files",
                                "folder MB",
                                "executions",
                                "connections"),
                        states.stream().map(SoakPart::row).toList());
    }

    private static List<String> row(SoakState state) {
        return List.of(
                Long.toString(state.seconds()),
                Figures.of(state.heap() / 1e6),
                Long.toString(state.threads()),
                Long.toString(state.files()),
                Figures.of(state.folder() / 1e6),
                Figures.count(state.executions()),
                Figures.count(state.connections()));
    }
}
