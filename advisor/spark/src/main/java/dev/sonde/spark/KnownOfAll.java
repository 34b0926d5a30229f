package dev.sonde.spark;

import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.reduction.Reduction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all splits together tell, which every task is given.
 *
 * @param places which call sites statements have on which routes
 * @param names sessions, statements and call sites
 * @param cut units of work that are in several splits, or in an earlier summary, by session
 * @param open those of them that may go on
 * @param cutLeases leases that are in several splits, or in an earlier summary, by session
 * @param lastSplits the last split of each session, whose units may go on
 */
record KnownOfAll(
        List<SummaryOutput.Block> places,
        List<SummaryOutput.Block> names,
        Map<Long, UnitNumbers> cut,
        Map<Long, UnitNumbers> open,
        Map<Long, UnitNumbers> cutLeases,
        Map<Long, Integer> lastSplits)
        implements Serializable {

    static KnownOfAll of(List<SplitFacts> splits, Reduction before, boolean endUnits) {
        Reduction.Builder places = Reduction.withoutCaches();
        Reduction.Builder names = Reduction.withoutCaches();
        Map<Long, List<UnitNumbers>> units = new TreeMap<>();
        Map<Long, SplitFacts> last = new TreeMap<>();
        for (SplitFacts facts : splits) {
            places.addBlocks(facts.places());
            names.addBlocks(facts.names());
            facts.units()
                    .forEach((session, numbers) -> units.computeIfAbsent(session, key -> new ArrayList<>())
                            .add(numbers));
            facts.lastMicros()
                    .forEach((session, micros) -> last.merge(
                            session,
                            facts,
                            (one, other) -> one.lastMicros().getOrDefault(session, 0L)
                                            > other.lastMicros().getOrDefault(session, 0L)
                                    ? one
                                    : other));
        }
        Map<Long, UnitNumbers.Builder> unitsBefore = new TreeMap<>();
        before.summary()
                .openUnits()
                .forEach(unit -> unitsBefore
                        .computeIfAbsent(unit.session(), key -> new UnitNumbers.Builder())
                        .add(unit.unit()));
        Map<Long, UnitNumbers> cut = new HashMap<>();
        Map<Long, UnitNumbers> open = new HashMap<>();
        units.forEach((session, sets) -> {
            UnitNumbers.Builder earlier = unitsBefore.get(session);
            if (earlier != null) {
                sets.add(earlier.build());
            }
            cut.put(session, UnitNumbers.inSeveral(sets));
            SplitFacts lastSplit = last.get(session);
            List<UnitNumbers> going = new ArrayList<>();
            if (earlier != null) {
                going.add(earlier.build()); // twice, so that all of it is in several
                going.add(earlier.build());
            }
            if (lastSplit != null && !endUnits) {
                UnitNumbers inLast = lastSplit.units().getOrDefault(session, UnitNumbers.NONE);
                going.add(inLast);
                going.add(inLast);
            }
            open.put(session, UnitNumbers.inSeveral(going));
        });
        Map<Long, Integer> lastSplits = new HashMap<>();
        if (!endUnits) {
            last.forEach(
                    (session, facts) -> lastSplits.put(session, facts.split().number()));
        }
        return new KnownOfAll(
                places.build().blocks(), names.build().blocks(), cut, open, cutLeases(splits, before), lastSplits);
    }

    private static Map<Long, UnitNumbers> cutLeases(List<SplitFacts> splits, Reduction before) {
        Map<Long, UnitNumbers.Builder> leasesBefore = new TreeMap<>();
        before.slow()
                .forEachLease((session, lease) -> leasesBefore
                        .computeIfAbsent(session, key -> new UnitNumbers.Builder())
                        .add(lease));
        Map<Long, List<UnitNumbers>> leases = new TreeMap<>();
        leasesBefore.forEach((session, numbers) ->
                leases.computeIfAbsent(session, key -> new ArrayList<>()).add(numbers.build()));
        splits.forEach(facts -> facts.leases()
                .forEach((session, numbers) -> leases.computeIfAbsent(session, key -> new ArrayList<>())
                        .add(numbers)));
        Map<Long, UnitNumbers> cut = new HashMap<>();
        leases.forEach((session, sets) -> cut.put(session, UnitNumbers.inSeveral(sets)));
        return cut;
    }

    boolean isCutLease(long session, long lease) {
        return cutLeases.getOrDefault(session, UnitNumbers.NONE).contains(lease);
    }

    boolean isCut(CutRecord.Key unit) {
        return cut.getOrDefault(unit.session(), UnitNumbers.NONE).contains(unit.unit());
    }

    boolean isOpen(CutRecord.Key unit) {
        return open.getOrDefault(unit.session(), UnitNumbers.NONE).contains(unit.unit());
    }

    boolean isLast(Split split) {
        return lastSplits.containsValue(split.number());
    }

    /** Which call sites statements have on which routes. */
    Reduction placesKnown() {
        return Reduction.withoutCaches().addBlocks(places).build();
    }
}
