package dev.sonde.analysis.summary;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.analysis.collect.Counts;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * A DDSketch of times with relative accuracy 0.01. Its buckets are kept as they are in the capture, so that merging is
 * exact and two sketches of the same times are equal.
 */
public final class Latencies {
    /** Buckets are taken from the file as indexes of exactly this mapping. */
    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);

    private final Counts buckets = new Counts();

    Latencies() {}

    /** The times of all of them. */
    public static Latencies merged(Collection<Latencies> parts) {
        Latencies all = new Latencies();
        parts.forEach(all::add);
        return all;
    }

    /** The times of one aggregate. */
    public static Latencies of(Aggregate aggregate) {
        Latencies times = new Latencies();
        times.add(aggregate);
        return times;
    }

    void add(Aggregate aggregate) {
        add(aggregate.buckets(), aggregate.bucketCounts());
    }

    void add(UnitAggregate aggregate) {
        add(aggregate.buckets(), aggregate.bucketCounts());
    }

    private void add(List<Integer> indexes, List<Long> counts) {
        for (int i = 0; i < indexes.size(); i++) {
            buckets.add(indexes.get(i), counts.get(i));
        }
    }

    /** Adds one time; below a nanosecond nothing is told apart. */
    void add(long nanos) {
        buckets.add(MAPPING.index((double) Math.max(1, nanos)), 1);
    }

    void add(Latencies other) {
        buckets.add(other.buckets);
    }

    /** Adds counts by bucket. */
    void add(SortedMap<Integer, Long> counts) {
        counts.forEach(buckets::add);
    }

    /** Counts by bucket of the mapping, as a map of its own. */
    public SortedMap<Integer, Long> buckets() {
        return buckets.toMap();
    }

    /** The sketch with these counts by bucket, as {@link #buckets()} gave them. */
    public static Latencies of(SortedMap<Integer, Long> counts) {
        Latencies latencies = new Latencies();
        latencies.add(counts);
        return latencies;
    }

    public long count() {
        return buckets.sumFrom(Integer.MIN_VALUE);
    }

    /** The time in milliseconds below which a share of the executions lies; NaN if there were none. */
    public double quantileMillis(double share) {
        return atRank(share * (count() - 1));
    }

    private double atRank(double rank) {
        long[] seen = new long[1];
        double[] millis = {Double.NaN};
        buckets.visit((index, count) -> {
            seen[0] += count;
            if (seen[0] > rank) {
                millis[0] = MAPPING.value(index) / 1e6;
                return false;
            }
            return true;
        });
        return millis[0];
    }

    /** How many were at least that long, to the accuracy of a bucket. */
    public long countFrom(long nanos) {
        return buckets.sumFrom(MAPPING.index((double) Math.max(1, nanos)));
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
