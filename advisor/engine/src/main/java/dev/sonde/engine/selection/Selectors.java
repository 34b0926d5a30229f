package dev.sonde.engine.selection;

import java.util.List;
import java.util.Optional;

/**
 * The selector that can be had.
 *
 * @param notes what the reader of its choice should know
 */
public record Selectors(Selector selector, List<String> notes) {
    public Selectors {
        notes = List.copyOf(notes);
    }

    /** OR-Tools' CP-SAT, or the greedy search where its native library is missing. */
    public static Selectors of(WhatIfCosts costs) {
        Optional<String> missing = NativeSolver.missing();
        return missing.isEmpty()
                ? new Selectors(new CpSatSelector(costs), List.of())
                : new Selectors(
                        new GreedySelector(costs),
                        List.of("chosen greedily and without a lower bound, since OR-Tools cannot be used: "
                                + missing.get()
                                + "; add com.google.ortools:ortools-java with its library for this platform"));
    }
}
