package dev.sonde.benchmarks.competitor;

/**
 * What a competitor kept of the executions that it observed.
 *
 * @param executions those that it counted or wrote down, -1 if it keeps nothing
 * @param detailsLost those that were counted, but whose details it did not keep
 * @param reduced those recorded while something was shed to save the service's time
 * @param bytes size of what it wrote to files
 */
public record Seen(long executions, long detailsLost, long reduced, long bytes) {

    static final Seen NOTHING_KEPT = new Seen(-1, 0, 0, 0);

    /** What two processes of the same competitor kept. */
    public Seen and(Seen other) {
        return executions < 0
                ? this
                : new Seen(
                        executions + other.executions,
                        detailsLost + other.detailsLost,
                        reduced + other.reduced,
                        bytes + other.bytes);
    }
}
