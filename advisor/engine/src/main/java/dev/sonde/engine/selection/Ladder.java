package dev.sonde.engine.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What the indexes of one table can do for one statement while all others' are there: the statement is planned with
 * every index, then without those of the table that the plan used, and so on until none is used. If more indexes never
 * make a plan dearer, a set has at least the cost of the first rung that shares an index with it; that needs neither
 * single references of the table nor single indexes per scan. This is the one-table relaxation of a lower bound for
 * plan atoms.
 */
record Ladder(List<Rung> rungs) {

    /**
     * A step.
     *
     * @param cost of the statement with all indexes but those of earlier rungs
     * @param used indexes of the table that the plan used; empty in the last rung
     */
    record Rung(double cost, BitSet used) {}

    Ladder {
        rungs = List.copyOf(rungs);
    }

    /**
     * Plans a statement rung by rung.
     *
     * @param start what is visible at first
     * @param own indexes of the table, to be hidden once they are used
     */
    static Ladder of(WhatIfCosts costs, int statement, BitSet start, BitSet own) {
        List<Rung> rungs = new ArrayList<>();
        BitSet visible = (BitSet) start.clone();
        BitSet used;
        do {
            Atom atom = costs.plan(statement, visible);
            used = (BitSet) atom.used().clone();
            used.and(own);
            rungs.add(new Rung(atom.cost(), used));
            visible.andNot(used);
        } while (!used.isEmpty());
        // Where the planner finds a cheaper plan with less, the bound has to stay below it.
        for (int i = rungs.size() - 2; i >= 0; i--) {
            Rung rung = rungs.get(i);
            rungs.set(i, new Rung(Math.min(rung.cost(), rungs.get(i + 1).cost()), rung.used()));
        }
        return new Ladder(rungs);
    }

    /** What a set costs at least. */
    double atLeast(BitSet set) {
        for (Rung rung : rungs) {
            if (rung.used().isEmpty() || rung.used().intersects(set)) {
                return rung.cost();
            }
        }
        throw new IllegalStateException("a ladder ends with a rung that uses nothing");
    }
}
