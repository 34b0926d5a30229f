package dev.sonde.engine.selection;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /** Share of the workload that a pair must be able to save before it is worth a call. */
    private static final double DOUBT = 0.001;

    private static final int MAX_PAIRS = 40;

    private final WhatIfCosts costs;
    private final List<List<Ladder>> ladders = new ArrayList<>();
    private final BitSet helpful = new BitSet();

    private Harvest(WhatIfCosts costs) {
        this.costs = costs;
    }

    static Harvest of(WhatIfCosts costs) {
        Harvest harvest = new Harvest(costs);
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            costs.progress("planning with indexes", statement);
            harvest.ladders.add(harvest.climb(statement));
        }
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            costs.progress("planning with indexes of others", statement);
            harvest.share(statement);
        }
        double doubt = DOUBT * costs.total(costs.costs(costs.now()));
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            costs.progress("planning with pairs of indexes", statement);
            harvest.pair(statement, doubt);
        }
        costs.progressEnds();
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
        alone(statement);
        return climbed;
    }

    /** What each index can do by itself that was used with others so far: a rung of a ladder takes all that it uses away. */
    private void alone(int statement) {
        BitSet used = new BitSet();
        costs.atoms(statement).undominated().forEach(atom -> used.or(atom.used()));
        used.andNot(costs.now());
        used.stream().forEach(i -> {
            BitSet single = costs.now();
            single.set(i);
            costs.plan(statement, single);
        });
    }

    /**
     * Plans each statement with the set and all that helped some statement, table by table, then without what it used of
     * that: which additions help beside the set, and what they do there. Of those that serve the statement alike the
     * smallest one stands for all, and none does where the set has one already.
     */
    void around(BitSet set) {
        BitSet all = helpful();
        for (int statement = 0; statement < costs.statementCount(); statement++) {
            Map<QualifiedName, BitSet> byTable = new TreeMap<>();
            for (Alike group : costs.alike(statement)) {
                BitSet members = group.members();
                members.and(all);
                if (!members.isEmpty() && !members.intersects(set)) {
                    int smallest = smallest(members);
                    byTable.computeIfAbsent(table(smallest), table -> new BitSet())
                            .set(smallest);
                }
            }
            for (BitSet own : byTable.values()) {
                BitSet start = (BitSet) set.clone();
                start.or(own);
                Ladder.of(costs, statement, start, own);
            }
        }
    }

    private int smallest(BitSet members) {
        return members.stream()
                .boxed()
                .min(Comparator.comparingLong(this::bytes))
                .orElseThrow();
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

    /**
     * Plans pairs of indexes on different tables where the bounds leave open what they do together, greatest doubt
     * first. The bounds cost no call: at most the cheaper single, at least what the ladders say.
     */
    private void pair(int statement, double doubt) {
        List<Integer> worthAPair = new ArrayList<>();
        for (Ladder ladder : ladders.get(statement)) {
            worthAPair.addAll(smallerThanBetter(ladder));
        }
        Map<BitSet, Double> doubts = new LinkedHashMap<>();
        for (int left : worthAPair) {
            for (int right : worthAPair) {
                if (left < right && !table(left).equals(table(right))) {
                    BitSet pair = costs.now();
                    pair.set(left);
                    pair.set(right);
                    double open =
                            costs.weight(statement) * (costs.atoms(statement).reached(pair) - atLeast(statement, pair));
                    if (open > doubt) {
                        doubts.put(pair, open);
                    }
                }
            }
        }
        doubts.entrySet().stream()
                .sorted(Map.Entry.<BitSet, Double>comparingByValue().reversed())
                .limit(MAX_PAIRS)
                .forEach(entry -> costs.plan(statement, entry.getKey()));
    }

    /** Of each rung the smallest index, if it is smaller than all that do better. */
    private List<Integer> smallerThanBetter(Ladder ladder) {
        List<Integer> kept = new ArrayList<>();
        long smallest = Long.MAX_VALUE;
        for (Ladder.Rung rung : ladder.rungs()) {
            int least = -1;
            for (int i = rung.used().nextSetBit(0); i >= 0; i = rung.used().nextSetBit(i + 1)) {
                if (bytes(i) < smallest) {
                    smallest = bytes(i);
                    least = i;
                }
            }
            if (least >= 0) {
                kept.add(least);
                helpful.set(least);
            }
        }
        return kept;
    }

    /** What a statement costs at least under a set. */
    double atLeast(int statement, BitSet set) {
        return ladders.get(statement).stream()
                .mapToDouble(ladder -> ladder.atLeast(set))
                .max()
                .orElseThrow();
    }

    private QualifiedName table(int i) {
        return costs.alternatives().get(i).index().definition().table();
    }

    private long bytes(int i) {
        return costs.alternatives().get(i).bytes();
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
