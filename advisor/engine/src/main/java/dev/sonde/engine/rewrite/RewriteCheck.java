package dev.sonde.engine.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * What running a rewrite on a clone showed. Times are measured there, medians over the repetitions.
 *
 * @param sql the rewrite that was run, null if there was none to run
 * @param explanation one sentence for people
 * @param keys keys asked for
 * @param keySource where the keys' values came from
 * @param constantSource where the values of the other parameters came from, empty if there are none
 * @param rows rows of the loop, all keys together
 * @param repetitions how often each side was run and timed
 */
public record RewriteCheck(
        Outcome outcome,
        @Nullable String sql,
        String explanation,
        int keys,
        String keySource,
        String constantSource,
        long rows,
        int tripsBefore,
        int tripsAfter,
        double millisBefore,
        double millisAfter,
        int repetitions) {

    /** Whether the two results are the same. */
    public enum Outcome {
        EQUAL,
        NOT_EQUAL,
        /** Nothing can be said: there is no rewrite, no value to run it with, or the clone did not answer in time. */
        NOT_RUN
    }

    static RewriteCheck notRun(@Nullable String sql, String why) {
        return new RewriteCheck(Outcome.NOT_RUN, sql, why, 0, "", "", 0, 0, 0, Double.NaN, Double.NaN, 0);
    }
}
