package dev.sonde.analysis.summary;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DDSketch of times with relative accuracy 0.01. Its buckets are kept as they are in the capture, so that merging is
 * exact and two sketches of the same times are equal.
 */
public final class Latencies {
    /** Buckets are taken from the file as indexes of exactly this mapping. */
    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);

    private final SortedMap<Integer, Long> buckets = new TreeMap<>();

    Latencies() {}

    void add(Aggregate aggregate) {
        for (int i = 0; i < aggregate.buckets().size(); i++) {
            buckets.merge(aggregate.buckets().get(i), aggregate.bucketCounts().get(i), Long::sum);
        }
    }

    void add(Latencies other) {
        other.buckets.forEach((index, count) -> buckets.merge(index, count, Long::sum));
    }

    public long count() {
        return buckets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The time in milliseconds below which a share of the executions lies; NaN if there were none. */
    public double quantileMillis(double share) {
        long count = count();
        double rank = share * (count - 1);
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen > rank) {
                return MAPPING.value(bucket.getKey()) / 1e6;
            }
        }
        return Double.NaN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies latencies && buckets.equals(latencies.buckets);
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }
}
