package dev.sonde.engine.selection;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans each statement under the sets that tell most: as it is, with everything, and per table the ladder of what its
 * indexes can do alone and beside all others, of those that serve the statement alike the best one only; then what else
 * helped some statement. Indexes that never help are never asked for one by one.
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
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            harvest.ladders.add(harvest.climb(statement));
        }
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            harvest.share(statement);
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
        Map<QualifiedName, BitSet> byTable = representatives(statement);
        BitSet all = costs.now();
        byTable.values().forEach(all::or);
        double cheapest = costs.plan(statement, all).cost();
        keptWithoutExisting(statement);
        if (costs.plan(statement, now).cost() - cheapest <= NOTHING * cheapest) {
            return List.of(new Ladder(List.of(new Ladder.Rung(cheapest, new BitSet()))));
        }
        List<Ladder> climbed = new ArrayList<>();
        for (BitSet own : byTable.values()) {
            climbed.add(Ladder.of(costs, statement, all, own));
            if (byTable.size() > 1) {
                BitSet alone = (BitSet) now.clone();
                alone.or(own);
                Ladder.of(costs, statement, alone, own);
            }
        }
        costs.atoms(statement).undominated().forEach(atom -> helpful.or(atom.used()));
        return climbed;
    }

    /** What else helped some statement may serve this one as well as its own best. */
    private void share(int statement) {
        double before = costs.plan(statement, costs.now()).cost();
        for (Alike group : costs.alike(statement)) {
            BitSet single = costs.now();
            single.set(group.representative());
            BitSet others = group.members();
            others.and(helpful);
            others.clear(group.representative());
            boolean helps = costs.atoms(statement).reached(single) < before * (1 - NOTHING);
            if (helps) {
                others.stream().forEach(other -> {
                    BitSet set = costs.now();
                    set.set(other);
                    costs.plan(statement, set);
                });
            }
        }
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

    private Map<QualifiedName, BitSet> representatives(int statement) {
        Map<QualifiedName, BitSet> byTable = new TreeMap<>();
        for (Alike group : costs.alike(statement)) {
            Alternative alternative = costs.alternatives().get(group.representative());
            if (!alternative.existing()) {
                byTable.computeIfAbsent(alternative.index().definition().table(), table -> new BitSet())
                        .set(group.representative());
            }
        }
        return byTable;
    }
}
