package dev.sonde.engine.selection;

import dev.sonde.engine.plan.Planner.WhatIfIndex;
import java.util.BitSet;

/**
 * An index that may be chosen: a new one to be built, or an existing one to be kept.
 *
 * @param upkeep what writing it costs over the workload, in the planner's units
 * @param existing whether it is there already; then choosing it means to keep it
 * @param covering of an existing index, the numbers of those that do all it does: it may only go if one of them is chosen
 */
public record Alternative(WhatIfIndex index, double upkeep, boolean existing, BitSet covering) {
    public Alternative {
        covering = (BitSet) covering.clone();
        if (!(upkeep >= 0)) {
            throw new IllegalArgumentException("upkeep must not be negative: " + upkeep);
        }
    }

    /** A set of its own, to be changed at will. */
    @Override
    public BitSet covering() {
        return (BitSet) covering.clone();
    }

    /** An index to be built. */
    public static Alternative toBuild(WhatIfIndex index, double upkeep) {
        return new Alternative(index, upkeep, false, new BitSet());
    }

    /** Bytes that choosing it takes: an existing index has its place already. */
    long bytes() {
        return existing ? 0 : index.size().bytes();
    }
}
