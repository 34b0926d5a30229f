package dev.sonde.engine.advice;

import dev.sonde.engine.selection.Selection;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.Locale;
import java.util.Optional;

/** Says where the condition of the lower bound was seen to fail. */
final class BoundNote {

    private static final double NOTICED = 0.001;

    private BoundNote() {}

    static Optional<String> of(Selector selector, WhatIfCosts costs, Selection selection) {
        double share = costs.nonMonotone();
        if (share < NOTICED || selector.name().equals(Selector.GREEDY)) {
            return Optional.empty();
        }
        String seen = String.format(
                Locale.ROOT,
                "the planner was seen to plan a statement up to %.1f %% dearer with more of them",
                100 * share);
        return Optional.of(
                Double.isNaN(selection.lowerBound())
                        ? "there is no lower bound: it would hold if more indexes never made a plan dearer, and " + seen
                        : "the lower bound holds if more indexes never make a plan dearer; " + seen
                                + ", so it can be too high by that");
    }
}
