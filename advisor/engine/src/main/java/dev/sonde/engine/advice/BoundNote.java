package dev.sonde.engine.advice;

import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.Locale;
import java.util.Optional;

/** Says where the condition of the lower bound was seen to fail. */
final class BoundNote {

    private static final double NOTICED = 0.001;

    private BoundNote() {}

    static Optional<String> of(WhatIfCosts costs, Selection selection) {
        double share = costs.nonMonotone();
        return Double.isNaN(selection.lowerBound()) || share < NOTICED
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the lower bound holds if more indexes never make a plan dearer; the planner was seen to plan"
                                + " a statement up to %.1f %% dearer with more of them, so it can be too high by that",
                        100 * share));
    }
}
