package dev.sonde.benchmarks.advice;

import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.Server;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Advice on a thousand distinct statements over three hundred tables, in a JVM with a gigabyte. */
public final class AdvicePart {

    private static final List<String> OPTIONS = List.of("-Xmx1g");
    private static final Pattern ADVISED = Pattern.compile("^advised (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private AdvicePart() {}

    /** A workload. */
    private record Size(int tables, int statements) {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException, SQLException {
        return run(List.of(new Size(30, 100), new Size(100, 330), new Size(300, 1_000)), progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException, SQLException {
        return run(List.of(new Size(5, 20)), progress);
    }

    private static Section run(List<Size> sizes, Consumer<String> progress) throws IOException, SQLException {
        Section section = new Section("advice", "Advice on many statements")
                .paragraph(
                        "Alike tables of 5,000 rows, each a child of the one before, and distinct statements: top-N by a"
                                + " foreign key, joins, updates, groups over a range. One run of each size in a JVM with 1 GB: the"
                                + " snapshot is read, a twin started, indexes chosen, without a limit in bytes and with at most 20"
                                + " indexes. Heap is the sum of the peaks of its pools.");
        List<List<String>> rows = new ArrayList<>();
        for (Size size : sizes) {
            try (Server server = Server.start()) {
                new ManyTables(size.tables()).create(sql -> server.execute(sql));
                progress.accept(size.tables() + " tables are there");
                try (ChildProcess run = ChildProcess.java(
                        "advice",
                        AdviceRun.class,
                        OPTIONS,
                        List.of(server.url(), Integer.toString(size.tables()), Integer.toString(size.statements())))) {
                    Matcher advised = run.await(ADVISED, PATIENCE);
                    run.awaitSuccess(PATIENCE);
                    double seconds = Long.parseLong(advised.group(2)) / 1e3;
                    double gigabytes = Long.parseLong(advised.group(5)) / 1e9;
                    progress.accept(size.statements() + " statements: " + seconds + " s");
                    rows.add(List.of(
                            Figures.count(size.statements()),
                            Figures.count(size.tables()),
                            Figures.of(Long.parseLong(advised.group(1)) / 1e3),
                            Figures.of(seconds),
                            Figures.count(Long.parseLong(advised.group(4))),
                            Figures.count(Long.parseLong(advised.group(3))),
                            Figures.of(gigabytes)));
                    if (size.equals(sizes.get(sizes.size() - 1))) {
                        section.verdict(Target.atMost("advice on the largest workload", 120, " s")
                                .judge(seconds));
                        section.verdict(
                                Target.atMost("peak heap of it", 1, " GB").judge(gigabytes));
                    }
                }
            }
        }
        return section.table(
                List.of("statements", "tables", "snapshot, s", "advice, s", "plans", "indexes", "peak heap, GB"), rows);
    }
}
