package dev.sonde.analysis;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import java.util.List;
import java.util.Map;

/** Records read under a limit, and the sums that stay exact whatever is let go. */
final class Readings {

    private Readings() {}

    /** As who reads a stream that does not come again. */
    static Reduction once(StatementLimit limit, List<CaptureRecord> records) {
        Reduction.Builder builder = Reduction.withoutCaches(limit);
        records.forEach(builder::add);
        return builder.build();
    }

    /** As who reads files; there must be more than are kept. */
    static Reduction twice(StatementLimit limit, List<CaptureRecord> records) {
        Reduction.Builder search = first(limit, records);
        Reduction.Builder builder = search.again().orElseThrow();
        records.forEach(builder::add);
        return builder.build();
    }

    /** The first of two readings. */
    static Reduction.Builder first(StatementLimit limit, List<CaptureRecord> records) {
        Reduction.Builder search = Reduction.withoutCaches(limit).repeatable();
        records.forEach(search::add);
        return search;
    }

    static byte[][] bytes(Reduction reduction) {
        return reduction.blocks().stream().map(block -> block.bytes()).toArray(byte[][]::new);
    }

    static long totalNanos(List<CaptureRecord> records) {
        return records.stream()
                .filter(Aggregate.class::isInstance)
                .mapToLong(entry -> ((Aggregate) entry).totalNanos())
                .sum();
    }

    static long sum(Map<String, Long> nanos) {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }
}
