package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.UnitKey;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One fault over all units, as its evidence comes together. What is added may come in any order, and two of these may be
 * added to each other. About a kilobyte.
 */
final class FaultEvidence {
    private static final int MAX_SIZES = 8;

    private long executions;
    private long units;
    private long savedRoundTrips;
    private long most;
    private boolean cut;
    private boolean unbounded;
    private boolean proportional = true;
    private final SortedSet<Long> sizes = new TreeSet<>();
    private final SortedSet<Long> keySets = new TreeSet<>();
    private final SortedMap<Long, Long> lastUnits = new TreeMap<>();
    private final SortedMap<String, Long> routes = new TreeMap<>();
    private @Nullable Sighting strongest;

    /**
     * @param parentRows rows of the results that the keys came from, -1 if not known
     * @param keySet hash of the set of keys
     * @param continued whether an earlier part of the unit was seen already
     * @param isCut whether the unit may be longer than what was seen of it
     */
    void add(Sighting sighting, String route, long parentRows, long keySet, boolean continued, boolean isCut) {
        executions += sighting.executions();
        units += continued ? 0 : 1;
        savedRoundTrips += sighting.savedRoundTrips();
        most = Math.max(most, sighting.executions());
        cut |= isCut;
        if (parentRows > 0 && !isCut && sighting.proven()) {
            double ratio = (double) sighting.headExecutions() / parentRows;
            proportional &= ratio >= 0.8 && ratio <= 1.2;
            addBounded(sizes, parentRows, MAX_SIZES);
        }
        addBounded(keySets, keySet, 2);
        UnitKey unit = sighting.unit();
        lastUnits.merge(unit.session(), unit.unit(), Math::max);
        routes.merge(route, sighting.executions(), Long::sum);
        strongest = stronger(strongest, sighting);
    }

    /** A unit was among them of which the capture does not say where it begins and ends. */
    void addUnbounded() {
        unbounded = true;
    }

    boolean isUnbounded() {
        return unbounded;
    }

    void add(FaultEvidence other) {
        unbounded |= other.unbounded;
        executions += other.executions;
        units += other.units;
        savedRoundTrips += other.savedRoundTrips;
        most = Math.max(most, other.most);
        cut |= other.cut;
        proportional &= other.proportional;
        other.sizes.forEach(size -> addBounded(sizes, size, MAX_SIZES));
        other.keySets.forEach(keySet -> addBounded(keySets, keySet, 2));
        other.lastUnits.forEach((session, unit) -> lastUnits.merge(session, unit, Math::max));
        other.routes.forEach((route, count) -> routes.merge(route, count, Long::sum));
        if (other.strongest != null) {
            strongest = stronger(strongest, other.strongest);
        }
    }

    void write(SummaryOutput out) {
        out.number(executions)
                .number(units)
                .number(savedRoundTrips)
                .number(most)
                .flag(cut)
                .flag(unbounded)
                .flag(proportional)
                .numbers(sizes)
                .ids(keySets)
                .idCounts(lastUnits)
                .textCounts(routes);
        FaultRecords.write(strongest(), out);
    }

    void read(SummaryInput in) {
        executions += in.number();
        units += in.number();
        savedRoundTrips += in.number();
        most = Math.max(most, in.number());
        cut |= in.flag();
        unbounded |= in.flag();
        proportional &= in.flag();
        in.numbers().forEach(size -> addBounded(sizes, size, MAX_SIZES));
        in.ids().forEach(keySet -> addBounded(keySets, keySet, 2));
        in.idCounts().forEach((session, unit) -> lastUnits.merge(session, unit, Math::max));
        in.textCounts().forEach((route, count) -> routes.merge(route, count, Long::sum));
        strongest = stronger(strongest, FaultRecords.sighting(in));
    }

    // Keeps the smallest, whatever the order
    private static void addBounded(SortedSet<Long> set, long value, int max) {
        set.add(value);
        if (set.size() > max) {
            set.remove(set.last());
        }
    }

    private static Sighting stronger(@Nullable Sighting one, Sighting other) {
        return one == null || Sighting.STRONGEST.compare(one, other) < 0 ? other : one;
    }

    Sighting strongest() {
        if (strongest == null) {
            throw new IllegalStateException("a fault without a sighting");
        }
        return strongest;
    }

    /** Of all members, in all units. */
    long executions() {
        return executions;
    }

    /** At least one, though a unit may have been seen in parts. */
    long units() {
        return Math.max(1, units);
    }

    long savedRoundTrips() {
        return savedRoundTrips;
    }

    /** Executions in the unit that had most of them. */
    long most() {
        return most;
    }

    /** Whether a unit may be longer than what was seen of it. */
    boolean isCut() {
        return cut;
    }

    /** Whether units with more parent rows have as many more executions. */
    boolean scales() {
        return proportional && sizes.size() >= 2;
    }

    /** Whether at least three units asked for the same keys, which then hardly come from rows. */
    boolean hasFixedKeys() {
        return units >= 3 && keySets.size() == 1;
    }

    /** The number of the last unit in which it was seen, by session. */
    Map<Long, Long> lastUnits() {
        return lastUnits;
    }

    /** Executions by route. */
    SortedMap<String, Long> routes() {
        return routes;
    }

    FaultEvidence copy() {
        FaultEvidence copy = new FaultEvidence();
        copy.add(this);
        return copy;
    }
}
