package dev.sonde.engine.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All plans found of one statement. This class is not threadsafe. */
final class AtomTable {

    private final List<Atom> atoms = new ArrayList<>();

    /** Per set of used indexes the cheapest plan. */
    private final Map<BitSet, Atom> byUse = new LinkedHashMap<>();

    /** Answers of {@link #exact}: the first plan that holds for a set stays the first. */
    private final Map<BitSet, Atom> exact = new HashMap<>();

    /** Per set without an answer, how many plans were looked through. */
    private final Map<BitSet, Integer> lookedThrough = new HashMap<>();

    private @Nullable List<Atom> undominated;

    void add(Atom atom) {
        atoms.add(atom);
        undominated = null;
        byUse.merge(atom.used(), atom, (old, now) -> now.cost() < old.cost() ? now : old);
    }

    /** The plan under exactly this set, null if it is not known. */
    @Nullable
    Atom exact(BitSet set) {
        Atom known = exact.get(set);
        if (known != null) {
            return known;
        }
        for (Atom atom : atoms.subList(lookedThrough.getOrDefault(set, 0), atoms.size())) {
            if (atom.holdsFor(set)) {
                exact.put((BitSet) set.clone(), atom);
                lookedThrough.remove(set);
                return atom;
            }
        }
        lookedThrough.put((BitSet) set.clone(), atoms.size());
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
        List<Atom> known = undominated;
        if (known == null) {
            known = List.copyOf(withoutDominated());
            undominated = known;
        }
        return known;
    }

    private List<Atom> withoutDominated() {
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
