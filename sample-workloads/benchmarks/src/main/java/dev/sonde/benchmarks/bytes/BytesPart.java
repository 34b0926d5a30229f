package dev.sonde.benchmarks.bytes;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.capture.BytesByKind;
import dev.sonde.benchmarks.capture.CaptureFolder;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Bytes of capture file per execution of a service. */
public final class BytesPart {

    private static final double TARGET = 40;

    private BytesPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(BytesPlan.full(), progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(BytesPlan.quick(), progress);
    }

    private static Section run(BytesPlan plan, Consumer<String> progress) throws IOException {
        AgentsRun agents = AgentsRun.of(plan);
        Path folder = Files.createTempDirectory("sonde-benchmark-");
        try {
            Path captures = Files.createDirectory(folder.resolve("captures"));
            progress.accept("agents sample: migrate, seed, serve " + plan.rate() + " requests/s for "
                    + plan.duration().toSeconds() + " s");
            agents.capture(captures);
            CaptureFolder capture = CaptureFolder.read(captures);
            if (capture.executions() == 0) {
                throw new IOException("the agents sample left no execution in its captures");
            }
            Map<String, Long> bytes = BytesByKind.measure(captures, Files.createDirectory(folder.resolve("kinds")));
            return section(plan, capture, bytes);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Section section(BytesPlan plan, CaptureFolder capture, Map<String, Long> bytes) {
        double executions = capture.executions();
        Section section = new Section("bytes", "Size of captures")
                .verdict(Target.atMost("capture file per execution, everything included", TARGET, " B")
                        .judge(capture.bytes() / executions))
                .paragraph(String.format(
                        Locale.ROOT,
                        "The agents sample (Hibernate, jOOQ, HikariCP) under its load generator, %d requests/s for"
                                + " %d s, the governor off: %,d executions with %,d bind values, %,d with a provenance link, %,d with a"
                                + " call site; %,d without details. %,d bytes of files: all records and headers,"
                                + " compressed as written.",
                        plan.rate(),
                        plan.duration().toSeconds(),
                        capture.executions(),
                        capture.binds(),
                        capture.linked(),
                        capture.located(),
                        capture.dropped(),
                        capture.bytes()))
                .paragraph("By kind of record, each kind compressed by itself, so the sum differs a little:");
        List<List<String>> rows = new ArrayList<>();
        bytes.forEach((kind, size) -> {
            long records = capture.records().getOrDefault(kind, 1L);
            rows.add(List.of(
                    kind,
                    Figures.count(records),
                    Figures.count(size),
                    Figures.of((double) size / records),
                    Figures.of(size / executions)));
        });
        return section.table(List.of("", "records", "bytes", "bytes per record", "bytes per execution"), rows);
    }
}
