package dev.sonde.engine.selection;

/**
 * What a choice has to keep to.
 *
 * @param bytes of all chosen indexes together
 * @param indexes how many at most
 * @param minimumGain share of the workload's cost that each index has to save, its own upkeep taken off
 */
public record Limits(long bytes, int indexes, double minimumGain) {
    public Limits {
        if (bytes < 0 || indexes < 0) {
            throw new IllegalArgumentException(
                    "a limit cannot be negative: " + bytes + " bytes, " + indexes + " indexes");
        }
        if (!(minimumGain >= 0 && minimumGain < 1)) {
            throw new IllegalArgumentException("minimumGain must be from 0 to below 1: " + minimumGain);
        }
    }
}
