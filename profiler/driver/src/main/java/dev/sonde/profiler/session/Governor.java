package dev.sonde.profiler.session;

import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.event.Level;

/**
 * Keeps our time on the service's threads within its budget. A token bucket: it begins with {@value #BURST_NANOS} ns,
 * gains {@code budget} of each statement's time and loses what we took. When it is empty the next thing is shed, call
 * sites, then result keys, then details; when it is half full again the last thing comes back. So over any span our
 * time is at most the burst, plus the budget's share of the statements' time, plus one window of overdraft, as long as
 * counting alone fits the budget. Beyond it are the first executions and loops of each statement, which are recorded at any level
 * above counts only: seven call sites a statement.
 *
 * <p>Our time is measured on one execution in {@value dev.sonde.profiler.event.ConnectionRecorder#TIME_EVERY}, all of
 * its binds, reads and hand-over, and scaled up; call sites are timed one by one. Fed by the writer thread; the level
 * and the sums may be read by any thread.
 */
final class Governor {

    private static final long BURST_NANOS = 250_000_000;
    private static final int MIN_TIMED = 4;

    private volatile double budget;
    private volatile Level level = Level.FULL;
    private volatile long statementNanos;
    private volatile long callerNanos;
    private volatile long callSiteNanos;
    private volatile long executions;
    private double tokens = BURST_NANOS;
    private long windowExecutions;
    private long windowStatementNanos;
    private long windowCallSiteNanos;
    private long windowTimed;
    private long windowTimedNanos;

    Governor(double budget) {
        this.budget = budget;
    }

    Level level() {
        return level;
    }

    double budget() {
        return budget;
    }

    void budget(double share) {
        budget = share;
    }

    long executions() {
        return executions;
    }

    long statementNanos() {
        return statementNanos;
    }

    long callerNanos() {
        return callerNanos;
    }

    long callSiteNanos() {
        return callSiteNanos;
    }

    /** Takes in what an execution, and those counted before it, cost the service and what we cost it. */
    void add(ExecutionEvent event) {
        windowExecutions += 1 + event.skipped;
        windowStatementNanos += event.executeNanos + event.fetchNanos + event.skippedNanos;
        windowCallSiteNanos += event.callSiteNanos;
        windowTimed += event.timed;
        windowTimedNanos += event.ownNanos;
    }

    /** Ends a window of about a second, unless it holds too few measurements to judge by. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer; volatile for the readers
    void endWindow() {
        if (windowTimed < MIN_TIMED) {
            return;
        }
        long own = (long) ((double) windowTimedNanos / windowTimed * windowExecutions) + windowCallSiteNanos;
        executions += windowExecutions;
        statementNanos += windowStatementNanos;
        callerNanos += own;
        callSiteNanos += windowCallSiteNanos;
        double gain = budget * windowStatementNanos - own;
        tokens = Math.max(-BURST_NANOS, Math.min(BURST_NANOS, tokens + gain));
        if (tokens < 0 && gain < 0) {
            level = level.less();
        } else if (tokens >= BURST_NANOS / 2.0 && gain >= 0) {
            level = level.more();
        }
        windowExecutions = 0;
        windowStatementNanos = 0;
        windowCallSiteNanos = 0;
        windowTimed = 0;
        windowTimedNanos = 0;
    }
}
