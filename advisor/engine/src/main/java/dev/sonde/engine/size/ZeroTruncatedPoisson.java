package dev.sonde.engine.size;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often random values occur that occur at all: shares of the values by their number of rows, with a given mean.
 * Beyond the last term nothing is left for any mean that it is asked for.
 */
final class ZeroTruncatedPoisson {

    private static final int STEPS = 50;

    private ZeroTruncatedPoisson() {}

    /** Shares by number of rows, of values that are in so many rows on average, at least in one. */
    static Map<Integer, Double> of(double mean, int terms) {
        Map<Integer, Double> shares = new TreeMap<>();
        if (mean < 1.0001) {
            shares.put(1, 1.0);
            return shares;
        }
        double lambda = mean - 1;
        for (int i = 0; i < STEPS; i++) {
            lambda = mean * -Math.expm1(-lambda);
        }
        double probability = Math.exp(-lambda) / -Math.expm1(-lambda);
        for (int k = 1; k <= terms; k++) {
            probability *= lambda / k;
            shares.put(k, probability);
        }
        return shares;
    }
}
