package dev.sonde.analysis.slow;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Map;
import java.util.TreeMap;

/** Sums over the executions of one statement in one session. */
final class SlowSums {
    private static final int STEPS_PER_DOUBLING = 8;

    /** Slow executions of about the same execute time that read about as many rows. */
    private record Bucket(int time, int rows) implements Comparable<Bucket> {
        @Override
        public int compareTo(Bucket other) {
            return time != other.time ? Integer.compare(time, other.time) : Integer.compare(rows, other.rows);
        }
    }

    private long executions;
    private long fast;
    private long fastRows;
    private long slow;
    private long executeNanos;
    private long fetchNanos;
    private long rows;
    private long lockTimeouts;
    private long deadlocks;
    private long cancelled;
    private long waitedFor;
    private long waits;
    private long waitNanos;
    /** Count and execute time. */
    private final Map<Bucket, long[]> buckets = new TreeMap<>();

    static boolean isSlow(Execution execution, long thresholdNanos) {
        return Math.max(0, execution.executeNanos()) + Math.max(0, execution.fetchNanos()) >= thresholdNanos;
    }

    /** Answers whether the execution is slow. */
    boolean add(Execution execution, long thresholdNanos) {
        executions++;
        switch (execution.sqlState()) {
            case "55P03" -> lockTimeouts++;
            case "40P01" -> deadlocks++;
            case "57014" -> cancelled++;
            default -> {}
        }
        long read = Math.max(0, execution.rows());
        if (!isSlow(execution, thresholdNanos)) {
            fast++;
            fastRows += read;
            return false;
        }
        long execute = Math.max(0, execution.executeNanos());
        slow++;
        executeNanos += execute;
        fetchNanos += Math.max(0, execution.fetchNanos());
        rows += read;
        long[] bucket = buckets.computeIfAbsent(new Bucket(timeBucket(execute), rowsBucket(read)), key -> new long[2]);
        bucket[0]++;
        bucket[1] += execute;
        return true;
    }

    /** So many slow executions came on a connection that had been waited for. */
    void waited(long slowExecutions, long nanos) {
        waitedFor += slowExecutions;
        waits++;
        waitNanos += nanos;
    }

    void add(SlowSums other) {
        executions += other.executions;
        fast += other.fast;
        fastRows += other.fastRows;
        slow += other.slow;
        executeNanos += other.executeNanos;
        fetchNanos += other.fetchNanos;
        rows += other.rows;
        lockTimeouts += other.lockTimeouts;
        deadlocks += other.deadlocks;
        cancelled += other.cancelled;
        waitedFor += other.waitedFor;
        waits += other.waits;
        waitNanos += other.waitNanos;
        other.buckets.forEach((key, bucket) -> {
            long[] mine = buckets.computeIfAbsent(key, k -> new long[2]);
            mine[0] += bucket[0];
            mine[1] += bucket[1];
        });
    }

    void write(SummaryOutput out) {
        out.number(executions)
                .number(fast)
                .number(fastRows)
                .number(slow)
                .number(executeNanos)
                .number(fetchNanos)
                .number(rows)
                .number(lockTimeouts)
                .number(deadlocks)
                .number(cancelled)
                .number(waitedFor)
                .number(waits)
                .number(waitNanos)
                .list(
                        buckets.entrySet(),
                        bucket -> out.number(bucket.getKey().time())
                                .number(bucket.getKey().rows())
                                .number(bucket.getValue()[0])
                                .number(bucket.getValue()[1]));
    }

    static SlowSums read(SummaryInput in) {
        SlowSums sums = new SlowSums();
        sums.executions = in.number();
        sums.fast = in.number();
        sums.fastRows = in.number();
        sums.slow = in.number();
        sums.executeNanos = in.number();
        sums.fetchNanos = in.number();
        sums.rows = in.number();
        sums.lockTimeouts = in.number();
        sums.deadlocks = in.number();
        sums.cancelled = in.number();
        sums.waitedFor = in.number();
        sums.waits = in.number();
        sums.waitNanos = in.number();
        in.list(() -> sums.buckets.put(new Bucket(in.integer(), in.integer()), new long[] {in.number(), in.number()}));
        return sums;
    }

    TimeSpent spent(double medianMillis, boolean leasesKnown, long fastestNanos) {
        long stuck = 0;
        long stuckNanos = 0;
        // Without fast executions there is nothing that a long one could be compared with
        if (fast > 0 && medianMillis > 0) {
            int from = timeBucket((long) (medianMillis * 1e6 * TimeSpent.STUCK_FACTOR)) + 1;
            int mostRows = rowsBucket((fastRows + fast - 1) / fast);
            for (Map.Entry<Bucket, long[]> entry : buckets.entrySet()) {
                if (entry.getKey().time() >= from && entry.getKey().rows() <= mostRows) {
                    stuck += entry.getValue()[0];
                    stuckNanos += entry.getValue()[1];
                }
            }
        }
        return new TimeSpent(
                executions,
                slow,
                executeNanos / 1e6,
                fetchNanos / 1e6,
                rows,
                stuck,
                stuckNanos / 1e6,
                medianMillis,
                lockTimeouts,
                deadlocks,
                cancelled,
                leasesKnown,
                waitedFor,
                waits,
                waitNanos / 1e6,
                fastestNanos == Long.MAX_VALUE ? Double.NaN : fastestNanos / 1e6);
    }

    private static int timeBucket(long nanos) {
        return (int) Math.floor(STEPS_PER_DOUBLING * Math.log((double) Math.max(1, nanos)) / Math.log(2));
    }

    private static int rowsBucket(long rows) {
        return 64 - Long.numberOfLeadingZeros(rows);
    }
}
