package dev.sonde.engine.selection;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans each statement under the sets that tell most: as it is, with everything, and per table the ladder of what its
 * indexes can do alone and beside all others. Indexes that never help are never asked for one by one.
 */
final class Harvest {

    private static final double NOTHING = 1e-6;

    private final WhatIfCosts costs;
    private final List<List<Ladder>> ladders = new ArrayList<>();
    private final BitSet helpful = new BitSet();

    private Harvest(WhatIfCosts costs) {
        this.costs = costs;
    }

    static Harvest of(WhatIfCosts costs) {
        Harvest harvest = new Harvest(costs);
        costs.costs(costs.now());
        costs.costs(costs.all());
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            harvest.ladders.add(harvest.climb(statement));
        }
        return harvest;
    }

    /** Per statement and table what bounds its cost from below; at least one ladder a statement. */
    List<Ladder> ladders(int statement) {
        return ladders.get(statement);
    }

    /** The alternatives that some plan used, and the existing ones. */
    BitSet helpful() {
        BitSet all = costs.now();
        all.or(helpful);
        return all;
    }

    private List<Ladder> climb(int statement) {
        BitSet now = costs.now();
        BitSet all = costs.all();
        double cheapest = costs.plan(statement, all).cost();
        keptWithoutExisting(statement);
        if (costs.plan(statement, now).cost() - cheapest <= NOTHING * cheapest) {
            return List.of(new Ladder(List.of(new Ladder.Rung(cheapest, new BitSet()))));
        }
        List<Ladder> climbed = new ArrayList<>();
        Map<QualifiedName, BitSet> byTable = byTable(statement);
        for (BitSet own : byTable.values()) {
            climbed.add(remember(Ladder.of(costs, statement, all, own)));
            if (byTable.size() > 1) {
                BitSet alone = (BitSet) now.clone();
                alone.or(own);
                remember(Ladder.of(costs, statement, alone, own));
            }
        }
        return climbed;
    }

    /** What a statement costs when an existing index that it uses has gone for one that covers it. */
    private void keptWithoutExisting(int statement) {
        BitSet now = costs.now();
        BitSet gone = (BitSet) costs.plan(statement, now).used().clone();
        gone.and(now);
        for (int i = gone.nextSetBit(0); i >= 0; i = gone.nextSetBit(i + 1)) {
            BitSet covering = costs.alternatives().get(i).covering();
            BitSet start = (BitSet) now.clone();
            start.clear(i);
            start.or(covering);
            BitSet added = (BitSet) covering.clone();
            added.andNot(now);
            Ladder.of(costs, statement, start, added);
        }
    }

    private Ladder remember(Ladder ladder) {
        ladder.rungs().forEach(rung -> helpful.or(rung.used()));
        return ladder;
    }

    private Map<QualifiedName, BitSet> byTable(int statement) {
        Map<QualifiedName, BitSet> byTable = new TreeMap<>();
        costs.relevant(statement).stream()
                .filter(i -> !costs.alternatives().get(i).existing())
                .forEach(i -> byTable.computeIfAbsent(
                                costs.alternatives().get(i).index().definition().table(), table -> new BitSet())
                        .set(i));
        return byTable;
    }
}
