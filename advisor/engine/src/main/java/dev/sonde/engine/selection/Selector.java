package dev.sonde.engine.selection;

import java.util.BitSet;

/** Chooses indexes. Equal input gives an equal choice. */
public interface Selector {

    /**
     * The numbers of the chosen indexes.
     *
     * @param upkeep per index, what writing it costs over the workload
     */
    BitSet select(WhatIfCosts costs, double[] upkeep, Limits limits);
}
