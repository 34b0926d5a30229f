package dev.sonde.engine.selection;

import java.util.BitSet;

/**
 * A plan of one statement: which indexes were there, which it used, what it costs per execution. The planner would
 * find it, and nothing better, under every smaller set that still has the indexes it uses; so it holds there too, as
 * long as the planner's search is exhaustive.
 */
record Atom(BitSet visible, BitSet used, double cost) {

    boolean holdsFor(BitSet set) {
        return isSubset(set, visible) && isSubset(used, set);
    }

    static boolean isSubset(BitSet inner, BitSet outer) {
        for (int i = inner.nextSetBit(0); i >= 0; i = inner.nextSetBit(i + 1)) {
            if (!outer.get(i)) {
                return false;
            }
        }
        return true;
    }
}
