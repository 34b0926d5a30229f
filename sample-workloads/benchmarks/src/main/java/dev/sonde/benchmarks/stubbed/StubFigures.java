package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.competitor.Seen;
import org.openjdk.jmh.results.RunResult;

/**
 * What one fork measured.
 *
 * @param nanos per execution, think time included
 * @param bytes allocated per execution by all threads
 * @param callerBytes allocated per execution by the threads that ask
 * @param callerNanos between the call of a query and its return, 0 if not paced
 * @param seen what the competitor kept, warm-up included
 */
record StubFigures(double nanos, double bytes, double callerBytes, double callerNanos, Seen seen) {

    static StubFigures of(RunResult result, Seen seen) {
        return new StubFigures(
                result.getPrimaryResult().getScore(),
                secondary(result, "gc.alloc.rate.norm"),
                secondary(result, CallerCost.BYTES),
                secondary(result, CallerCost.NANOS),
                seen);
    }

    /** JMH puts a dot in front of some labels, depending on its version. */
    @SuppressWarnings("rawtypes") // JMH's own signature
    private static double secondary(RunResult result, String label) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(label))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH gave no " + label));
    }

    /** Share of the executions whose details were lost. */
    double lost() {
        return share(seen.detailsLost());
    }

    /** Share of the executions for which something was shed. */
    double reduced() {
        return share(seen.reduced());
    }

    private double share(long some) {
        return seen.executions() <= 0 ? 0 : (double) some / seen.executions();
    }
}
