package dev.sonde.benchmarks.reporting;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.captures.FleetShape;
import dev.sonde.benchmarks.captures.GenerateCaptures;
import dev.sonde.benchmarks.captures.PostgresLogSink;
import dev.sonde.benchmarks.captures.ServiceStream;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.MeasuredCommand;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.cli.Sonde;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code sonde report} from 0.1 to 10 million executions, and pgBadger on the log of the same statements. */
public final class ReportPart {
    private static final long TARGET_SIZE = 10_000_000;
    /** From here on the launcher has the optimising compiler take part. */
    private static final long LARGE = 2_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private ReportPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(List.of(100_000L, 300_000L, 1_000_000L, 3_000_000L, TARGET_SIZE), 1_000_000, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(List.of(10_000L), 10_000, progress);
    }

    private static Section run(List<Long> sizes, long mostForPgBadger, Consumer<String> progress) throws IOException {
        Section section = new Section("report", "From a capture to its report");
        List<List<String>> rows = new ArrayList<>();
        for (long size : sizes) {
            Path folder = Files.createTempDirectory("sonde-report");
            try {
                FleetShape shape = new FleetShape(size, 1, 1_000, 7);
                Path captures = folder.resolve("captures");
                GenerateCaptures.write(shape, captures);
                MeasuredCommand sonde =
                        MeasuredCommand.run(sonde(size, captures, folder.resolve("report.html")), PATIENCE);
                progress.accept("report, " + Figures.count(size) + " executions: " + sonde);
                MeasuredCommand badger = size > mostForPgBadger ? null : pgBadger(shape, folder);
                progress.accept("pgBadger, " + Figures.count(size) + " executions: " + badger);
                rows.add(row(size, bytes(captures), sonde, badger));
                if (size == TARGET_SIZE) {
                    section.verdict(Target.atMost("seconds for 10 million executions", 10, " s")
                                    .judge(sonde.seconds()))
                            .verdict(Target.atMost("memory of the process meanwhile", 512, " MB")
                                    .judge(sonde.peakBytes() / 1e6));
                }
            } finally {
                Folders.delete(folder);
            }
        }
        return section.paragraph(
                        "`ReportPart`: `sonde report --format html=FILE` on the capture of a made-up service with 1,000"
                                + " statements on 90 routes (`GenerateCaptures`: loops, single inserts, slow statements,"
                                + " provenance), in a process of its own with the options of the launcher and -Xmx320m, once for each size. Memory is the resident memory of the process. pgBadger (Debian's, two"
                                + " jobs, HTML) reads the log that PostgreSQL would have written of the same executions, without"
                                + " the lines for binding parameters, which are half of a real log. The load when the table was"
                                + " finished was "
                                + Figures.of(ManagementFactory.getOperatingSystemMXBean()
                                        .getSystemLoadAverage()) + " on "
                                + Runtime.getRuntime().availableProcessors()
                                + " processors: where it is above 0, the seconds were longer than on a quiet machine, and the"
                                + " processor time says more.")
                .table(
                        List.of(
                                "executions",
                                "capture MB",
                                "s",
                                "processor s",
                                "MB",
                                "executions/s",
                                "pgBadger s",
                                "processor s",
                                "MB",
                                "× of our time",
                                "× of our processor time"),
                        rows);
    }

    private static List<String> row(long size, long bytes, MeasuredCommand sonde, @Nullable MeasuredCommand badger) {
        List<String> row = new ArrayList<>(List.of(
                Figures.count(size),
                Figures.of(bytes / 1e6),
                Figures.of(sonde.seconds()),
                Figures.of(sonde.processorSeconds()),
                Figures.of(sonde.peakBytes() / 1e6),
                Figures.count(Math.round(size / sonde.seconds()))));
        row.addAll(
                badger == null
                        ? List.of("", "", "", "", "")
                        : List.of(
                                Figures.of(badger.seconds()),
                                Figures.of(badger.processorSeconds()),
                                Figures.of(badger.peakBytes() / 1e6),
                                Figures.of(badger.seconds() / sonde.seconds()),
                                Figures.of(badger.processorSeconds() / sonde.processorSeconds())));
        return row;
    }

    /** As the launcher starts the command, but for the bound on memory. */
    private static List<String> sonde(long size, Path captures, Path report) {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java(), "-XX:-UsePerfData", "-Xmx320m"));
        command.addAll(
                size < LARGE
                        ? List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                        : ChildProcess.FOR_LARGE_CAPTURES);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sonde.class.getName()));
        command.addAll(List.of("report", captures.toString(), "--format", "html=" + report));
        return command;
    }

    /** Null where pgBadger is not installed. */
    private static @Nullable MeasuredCommand pgBadger(FleetShape shape, Path folder) throws IOException {
        Path program = Path.of("/usr/bin/pgbadger");
        if (!Files.isExecutable(program)) {
            return null;
        }
        Path log = folder.resolve("postgresql.log");
        ServiceStream stream = shape.stream(0);
        try (PostgresLogSink sink = new PostgresLogSink(log, stream)) {
            stream.write(sink);
        }
        return MeasuredCommand.run(
                List.of(
                        program.toString(),
                        "--quiet",
                        "--jobs",
                        "2",
                        "--format",
                        "stderr",
                        "--prefix",
                        "%m [%p] ",
                        "--outfile",
                        folder.resolve("pgbadger.html").toString(),
                        log.toString()),
                PATIENCE);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
