package dev.sonde.engine.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All plans found of one statement. This class is not threadsafe. */
final class AtomTable {

    private final List<Atom> atoms = new ArrayList<>();

    /** Per set of used indexes the cheapest plan. */
    private final Map<BitSet, Atom> byUse = new LinkedHashMap<>();

    void add(Atom atom) {
        atoms.add(atom);
        byUse.merge(atom.used(), atom, (old, now) -> now.cost() < old.cost() ? now : old);
    }

    /** The plan under exactly this set, null if it is not known. */
    @Nullable
    Atom exact(BitSet set) {
        for (Atom atom : atoms) {
            if (atom.holdsFor(set)) {
                return atom;
            }
        }
        return null;
    }

    /** The least cost under this set that is known to be reached, infinite if none is known. */
    double reached(BitSet set) {
        double least = Double.POSITIVE_INFINITY;
        for (Atom atom : byUse.values()) {
            if (atom.cost() < least && Atom.isSubset(atom.used(), set)) {
                least = atom.cost();
            }
        }
        return least;
    }

    /** The cost of the cheapest plan that uses the alternative, infinite if none does. */
    double leastUsing(int alternative) {
        return byUse.values().stream()
                .filter(atom -> atom.used().get(alternative))
                .mapToDouble(Atom::cost)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The most by which a plan is dearer than one with fewer indexes, as a share of that one. */
    double nonMonotone() {
        double most = 0;
        for (Atom more : atoms) {
            for (Atom fewer : atoms) {
                if (fewer.cost() > 0 && more.cost() > fewer.cost() && Atom.isSubset(fewer.visible(), more.visible())) {
                    most = Math.max(most, more.cost() / fewer.cost() - 1);
                }
            }
        }
        return most;
    }

    /** Plans of which none is made superfluous by one that needs no more and costs no more; cheapest first. */
    List<Atom> undominated() {
        List<Atom> sorted = new ArrayList<>(byUse.values());
        sorted.sort(Comparator.comparingDouble(Atom::cost)
                .thenComparingInt(atom -> atom.used().cardinality()));
        List<Atom> kept = new ArrayList<>();
        for (Atom atom : sorted) {
            if (kept.stream().noneMatch(cheaper -> Atom.isSubset(cheaper.used(), atom.used()))) {
                kept.add(atom);
            }
        }
        return kept;
    }
}
