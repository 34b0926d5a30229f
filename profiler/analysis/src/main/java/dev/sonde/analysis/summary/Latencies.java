package dev.sonde.analysis.summary;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import java.util.Collection;
import java.util.Collections;
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

    private final TreeMap<Integer, Long> buckets = new TreeMap<>();

    Latencies() {}

    /** The times of all of them. */
    public static Latencies merged(Collection<Latencies> parts) {
        Latencies all = new Latencies();
        parts.forEach(all::add);
        return all;
    }

    void add(Aggregate aggregate) {
        for (int i = 0; i < aggregate.buckets().size(); i++) {
            buckets.merge(aggregate.buckets().get(i), aggregate.bucketCounts().get(i), Long::sum);
        }
    }

    /** Adds one time; below a nanosecond nothing is told apart. */
    void add(long nanos) {
        buckets.merge(MAPPING.index((double) Math.max(1, nanos)), 1L, Long::sum);
    }

    void add(SortedMap<Integer, Long> counts) {
        counts.forEach((index, count) -> buckets.merge(index, count, Long::sum));
    }

    /** Executions by bucket of the mapping. */
    public SortedMap<Integer, Long> buckets() {
        return Collections.unmodifiableSortedMap(buckets);
    }

    void add(Latencies other) {
        other.buckets.forEach((index, count) -> buckets.merge(index, count, Long::sum));
    }

    /** The sketch with these counts by bucket, as {@link #buckets()} gave them. */
    public static Latencies of(SortedMap<Integer, Long> counts) {
        Latencies latencies = new Latencies();
        latencies.buckets.putAll(counts);
        return latencies;
    }

    public long count() {
        return buckets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The time in milliseconds below which a share of the executions lies; NaN if there were none. */
    public double quantileMillis(double share) {
        return atRank(share * (count() - 1));
    }

    private double atRank(double rank) {
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen > rank) {
                return MAPPING.value(bucket.getKey()) / 1e6;
            }
        }
        return Double.NaN;
    }

    /** How many were at least that long, to the accuracy of a bucket. */
    public long countFrom(long nanos) {
        return buckets.tailMap(MAPPING.index((double) Math.max(1, nanos))).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The time in milliseconds of which so many were longer; NaN if there were not so many. */
    public double fromTopMillis(long longer) {
        return longer < count() ? atRank(count() - 1.0 - longer) : Double.NaN;
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
