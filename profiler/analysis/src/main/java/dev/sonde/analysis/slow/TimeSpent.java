package dev.sonde.analysis.slow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of one statement's slow executions went. What the profiler timed is called measured; what follows from
 * comparing such times is called inferred.
 *
 * @param executions whose details were captured
 * @param slow those of them that took as long as the threshold or longer
 * @param executeMillis of the slow ones, from the call of execute to its return
 * @param fetchMillis of the slow ones, in the driver while rows were read
 * @param rows read by the slow ones
 * @param stuck slow ones that took many times the median while reading no more rows than the fast ones
 * @param stuckMillis their execute time
 * @param medianMillis of all executions, NaN if not known
 * @param lockTimeouts executions that failed with 55P03
 * @param deadlocks executions that failed with 40P01
 * @param cancelled executions that failed with 57014: cancelled, or over statement_timeout
 * @param leasesKnown whether hand-outs of connections were captured at all
 * @param waitedFor slow executions on a connection that the service had waited for
 * @param waits those waits, one for each hand-out of a connection
 * @param waitMillis their sum, which is not part of the statement's time
 * @param fastestMillis shortest execute time of any statement in the same sessions, NaN if not known
 */
public record TimeSpent(
        long executions,
        long slow,
        double executeMillis,
        double fetchMillis,
        long rows,
        long stuck,
        double stuckMillis,
        double medianMillis,
        long lockTimeouts,
        long deadlocks,
        long cancelled,
        boolean leasesKnown,
        long waitedFor,
        long waits,
        double waitMillis,
        double fastestMillis) {
    /** An execution that takes so many times the median is no longer explained by the usual spread of a machine. */
    static final int STUCK_FACTOR = 10;

    private static final double MOST = 0.5;

    /** Share of the slow executions' time that went into fetching rows, NaN if there were none. */
    public double fetchShare() {
        return fetchMillis / (executeMillis + fetchMillis);
    }

    /** One statement of fact each, that begins with how it is known. */
    public List<String> sentences(double thresholdMillis, long calls) {
        List<String> sentences = new ArrayList<>();
        if (slow > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "measured: of %,d executions at or above %s, %s each went into execute (the server and one way there"
                            + " and back) and %s into fetching %,.0f rows%s",
                    slow,
                    millis(thresholdMillis),
                    millis(executeMillis / slow),
                    millis(fetchMillis / slow),
                    (double) rows / slow,
                    fetchShare() >= MOST ? ": most of the time is the reading of rows" : ""));
            pool(sentences);
        }
        if (lockTimeouts + deadlocks > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "measured: executions failed while they waited for locks: %,d × 55P03 (lock not available), %,d × 40P01"
                            + " (deadlock)",
                    lockTimeouts,
                    deadlocks));
        }
        if (cancelled > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "measured: %,d executions were cancelled or ran into statement_timeout (57014)",
                    cancelled));
        }
        if (stuck > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "inferred: %,d of them took %d times the median of %s or more and read no more rows than the fast ones:"
                            + " they waited, probably for a lock or for the machine",
                    stuck,
                    STUCK_FACTOR,
                    millis(medianMillis)));
        }
        if (slow > 0 && Double.isFinite(fastestMillis)) {
            sentences.add("inferred: the network takes at most " + millis(fastestMillis)
                    + " of a round trip, the time of the fastest execution of any statement");
        }
        if (executions < calls) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "not known: the details of %,d of %,d executions were not captured",
                    calls - executions,
                    calls));
        }
        return sentences;
    }

    private void pool(List<String> sentences) {
        if (!leasesKnown) {
            sentences.add("not known: whether connections were waited for, since no lease was captured");
        } else if (waitedFor == 0) {
            sentences.add("measured: none of them came on a connection for which a wait was recorded");
        } else {
            sentences.add(String.format(
                    Locale.ROOT,
                    "measured: %,d of them came on connections that had been waited for: %,d × %s on average, on top of the"
                            + " statement's time",
                    waitedFor,
                    waits,
                    millis(waitMillis / waits)));
        }
    }

    private static String millis(double millis) {
        return millis < 10 && millis != Math.rint(millis)
                ? String.format(Locale.ROOT, "%.2f ms", millis)
                : String.format(Locale.ROOT, "%,.0f ms", millis);
    }
}
