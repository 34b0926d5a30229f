package dev.sonde.engine.selection;

/**
 * What a choice has to keep to.
 *
 * @param bytes of all new indexes together
 * @param indexes how many new ones at most
 * @param upkeep what writing all chosen indexes may cost over the workload, in the planner's units
 * @param minimumGain share of the workload's cost that each index has to save, its own upkeep taken off
 * @param worthWhile share of its cost that each new index has to save at least one statement
 * @param indifference share by which a statement may cost more than it could if that makes the indexes smaller
 */
public record Limits(
        long bytes, int indexes, double upkeep, double minimumGain, double worthWhile, double indifference) {

    /** No statement may become dearer than this share of what it costs now: the planner's own fuzz. */
    public static final double REGRESSION = 1.01;

    /** Planner cost of a random page: below it two plans are the same. */
    static final double RANDOM_PAGE = 4;

    public Limits {
        if (bytes < 0 || indexes < 0) {
            throw new IllegalArgumentException(
                    "a limit cannot be negative: " + bytes + " bytes, " + indexes + " indexes");
        }
        requireShare("minimumGain", minimumGain);
        requireShare("worthWhile", worthWhile);
        requireShare("indifference", indifference);
        if (!(upkeep >= 0)) {
            throw new IllegalArgumentException("upkeep must not be negative: " + upkeep);
        }
    }

    /** Whatever lowers the planner's cost within that many bytes. */
    public static Limits ofBytes(long bytes) {
        return new Limits(bytes, Integer.MAX_VALUE, Double.POSITIVE_INFINITY, 0, 0, 0);
    }

    /** The same for another number of bytes. */
    public Limits withBytes(long other) {
        return new Limits(other, indexes, upkeep, minimumGain, worthWhile, indifference);
    }

    /** The same for another number of new indexes. */
    public Limits withIndexes(int other) {
        return new Limits(bytes, other, upkeep, minimumGain, worthWhile, indifference);
    }

    /** The same with another share that each index has to save. */
    public Limits withMinimumGain(double share) {
        return new Limits(bytes, indexes, upkeep, share, worthWhile, indifference);
    }

    /** By how much a statement of that cost may cost more and still be as good. */
    public double tolerance(double cost) {
        return indifference == 0 ? 0 : Math.max(indifference * cost, RANDOM_PAGE);
    }

    /** Which part of a workload's cost is too little to decide by: what is not worth an index is not worth its bytes. */
    double negligible(double workload) {
        return indifference == 0 ? 0 : minimumGain * workload;
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1: " + share);
        }
    }
}
