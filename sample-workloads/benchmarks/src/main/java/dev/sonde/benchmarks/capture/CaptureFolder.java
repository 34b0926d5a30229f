package dev.sonde.benchmarks.capture;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The capture files of a folder, counted.
 *
 * @param bytes size of all files
 * @param records how many there are of each kind, by simple class name
 * @param counted executions that the aggregates count, which is all there were
 * @param dropped executions of which only the count was kept
 * @param reduced executions recorded while the governor left something out
 * @param linked executions with a provenance link
 * @param located executions with a call site
 * @param binds bind values of all executions
 */
public record CaptureFolder(
        long bytes,
        Map<String, Long> records,
        long counted,
        long dropped,
        long reduced,
        long linked,
        long located,
        long binds) {

    /** Levels that the governor chooses; {@code paused} is what the last record of a session says. */
    private static final Set<String> SHED = Set.of("no-call-sites", "no-keys", "counts-only");

    public CaptureFolder {
        records = Map.copyOf(records);
    }

    /** Reads all files of the folder. */
    public static CaptureFolder read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(".sonde")).toList();
        }
        Count count = new Count();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            CaptureReader.read(file, count::add);
        }
        return new CaptureFolder(
                bytes,
                count.records,
                count.counted,
                count.dropped,
                count.reduced,
                count.linked,
                count.located,
                count.binds);
    }

    /** Number of {@link CaptureRecord.Execution} records. */
    public long executions() {
        return records.getOrDefault(CaptureRecord.Execution.class.getSimpleName(), 0L);
    }

    private static final class Count {
        private final Map<String, Long> records = new TreeMap<>();
        private long counted;
        private long dropped;
        private long reduced;
        private long linked;
        private long located;
        private long binds;

        void add(CaptureRecord entry) {
            records.merge(entry.getClass().getSimpleName(), 1L, Long::sum);
            if (entry instanceof CaptureRecord.Execution execution) {
                linked += execution.link() == null ? 0 : 1;
                located += execution.callSite() == 0 ? 0 : 1;
                binds += execution.binds().size();
            } else if (entry instanceof CaptureRecord.Aggregate aggregate) {
                counted += aggregate.count();
            } else if (entry instanceof CaptureRecord.Drops drops) {
                dropped += drops.executions();
            } else if (entry instanceof CaptureRecord.Overhead overhead) {
                reduced += SHED.contains(overhead.level()) ? overhead.executions() : 0;
            }
        }
    }
}
