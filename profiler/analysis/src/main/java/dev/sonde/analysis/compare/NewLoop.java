package dev.sonde.analysis.compare;

import dev.sonde.analysis.finding.Finding;

/**
 * A loop of head that base has not.
 *
 * @param probability that all units of work with the loop fell into head by chance, though base has it as often
 * @param isRegression whether it is proved to be a loop, and base is known not to have it
 */
public record NewLoop(Finding finding, double probability, boolean isRegression) {}
