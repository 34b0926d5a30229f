package dev.sonde.engine.selection;

import java.util.BitSet;

/**
 * Alternatives that serve one statement alike: they hold the same columns of use to it in the same order, and otherwise
 * only what makes them larger.
 *
 * @param representative the best of them for the statement
 * @param members all of them
 */
public record Alike(int representative, BitSet members) {
    public Alike {
        members = (BitSet) members.clone();
        if (!members.get(representative)) {
            throw new IllegalArgumentException("the representative must be a member: " + representative);
        }
    }

    /** A set of its own, to be changed at will. */
    @Override
    public BitSet members() {
        return (BitSet) members.clone();
    }
}
