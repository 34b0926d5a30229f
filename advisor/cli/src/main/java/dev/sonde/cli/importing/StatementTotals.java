package dev.sonde.cli.importing;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exact counts of one statement in one session; times in the buckets of docs/capture-format.md. */
final class StatementTotals {

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final long SHORTEST_NANOS = 100;

    private final Map<Integer, Long> buckets = new TreeMap<>();
    private long count;
    private long errors;
    private long details;
    private long rows;
    private boolean allRowsKnown = true;
    private long nanos;
    private long maxNanos;
    private long fromMicros = Long.MAX_VALUE;
    private long toMicros = Long.MIN_VALUE;

    /**
     * Counts executions that are alike.
     *
     * @param eachRows -1 if not known
     * @param eachNanos -1 if not known
     */
    void add(long number, boolean failed, long eachRows, long eachNanos, long detailed) {
        count += number;
        errors += failed ? number : 0;
        details += detailed;
        if (eachRows >= 0) {
            rows += number * eachRows;
        } else if (!failed) {
            allRowsKnown = false;
        }
        if (eachNanos >= 0) {
            time(eachNanos, number);
        }
    }

    /** Counts executions of which sums are known. */
    void addSums(long number, long allRows, long allNanos, long longest) {
        count += number;
        rows += allRows;
        nanos += allNanos;
        maxNanos = Math.max(maxNanos, longest);
    }

    /** Counts times without their sum. */
    void bucket(long eachNanos, long number) {
        buckets.merge(MAPPING.index((double) Math.max(SHORTEST_NANOS, eachNanos)), number, Long::sum);
    }

    /** Adds to the time of an execution that is counted already. */
    void more(long moreNanos) {
        nanos += moreNanos;
    }

    private void time(long eachNanos, long number) {
        bucket(eachNanos, number);
        nanos += number * eachNanos;
        maxNanos = Math.max(maxNanos, eachNanos);
    }

    /** Widens the interval; microseconds since the session's start. */
    void seen(long from, long to) {
        fromMicros = Math.min(fromMicros, from);
        toMicros = Math.max(toMicros, to);
    }

    long count() {
        return count;
    }

    /** Rows are 0 unless they are known of every execution: a mean over some of them would be another figure. */
    Aggregate aggregate(long session, long statement) {
        return new Aggregate(
                session,
                statement,
                "",
                fromMicros == Long.MAX_VALUE ? 0 : fromMicros,
                toMicros == Long.MIN_VALUE ? 0 : toMicros,
                count,
                errors,
                allRowsKnown ? rows : 0,
                nanos,
                maxNanos,
                details,
                List.copyOf(buckets.keySet()),
                List.copyOf(buckets.values()));
    }
}
