package dev.sonde.engine.why;

import static dev.sonde.engine.why.Amounts.bytes;
import static dev.sonde.engine.why.Amounts.cost;
import static dev.sonde.engine.why.Amounts.share;

import dev.sonde.engine.advice.Deliberation;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.selection.WhatIfCosts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Says why an examined index is not in the advised set: the first of the conditions of the choice that it does not meet,
 * alone and then beside the set. Costs are planned, not assumed.
 */
final class Weighing {

    /** Share of the workload's cost below which nothing was saved. */
    private static final double NOTHING = 1e-9;

    private final Trials trials;
    private final WhatIfCosts costs;
    private final Limits limits;
    private final Map<Integer, Outcome> known = new HashMap<>();

    /** A verdict and the figures behind it. */
    record Outcome(Verdict verdict, String because) {}

    Weighing(Trials trials) {
        this.trials = trials;
        this.costs = trials.costs();
        this.limits = trials.found().options().limits();
    }

    /** What became of a new index, whichever query asks. */
    Outcome of(int number) {
        return known.computeIfAbsent(number, this::weigh);
    }

    /**
     * What became of a new index for one query.
     *
     * @param query numbers of its statements
     */
    Outcome of(int number, List<Integer> query) {
        if (trials.advised().get(number)) {
            boolean used =
                    query.stream().anyMatch(i -> costs.used(i, trials.chosen()).get(number));
            return used
                    ? of(number)
                    : new Outcome(
                            Verdict.ADVISED_FOR_OTHERS,
                            "it is advised for other queries; this one's plan uses " + usedAfter(query));
        }
        costs.costs(with(costs.now(), number));
        costs.costs(with(trials.chosen(), number));
        boolean inAnyPlan = query.stream().anyMatch(i -> Double.isFinite(costs.leastUsing(i, number)));
        return inAnyPlan
                ? of(number)
                : new Outcome(
                        Verdict.NOT_USED,
                        "the planner uses it in no plan of this query: with it alone the plan is the same as today");
    }

    /** Why the planner does not know an index, in its own words where it left some. */
    static String refusal(Deliberation found, String target) {
        return found.notes().stream()
                .filter(note -> note.contains(target))
                .findFirst()
                .orElse("the planner's server does not take it");
    }

    private Outcome weigh(int number) {
        if (trials.advised().get(number)) {
            return new Outcome(
                    Verdict.ADVISED,
                    "it is advised as "
                            + trials.names().of(trials.alternative(number).index()));
        }
        double[] alone = costs.costs(with(costs.now(), number));
        double[] beside = costs.costs(with(trials.chosen(), number));
        double savedAlone = trials.totalBefore() - costs.total(alone);
        double savedBeside = trials.totalAfter() - costs.total(beside);
        return byItself(number, Math.max(savedAlone, savedBeside))
                .or(() -> bySize(number))
                .or(() -> superseded(number, savedAlone, savedBeside))
                .or(() -> regression(beside))
                .or(() -> byLimits(number, savedBeside))
                .orElseGet(() -> passedOver(beside, savedBeside));
    }

    /** What it saves at best does not pay. */
    private Optional<Outcome> byItself(int number, double saved) {
        double workload = trials.totalBefore();
        double upkeep = trials.alternative(number).upkeep();
        if (users(number).isEmpty()) {
            return outcome(Verdict.NOT_USED, "the planner uses it in no plan of any captured query");
        }
        if (saved <= NOTHING * workload) {
            boolean inPairs = users(number).stream()
                    .anyMatch(i -> costs.leastUsing(i, number) < trials.before()[i] * (1 - NOTHING));
            return outcome(
                    Verdict.NO_GAIN,
                    "no captured query gets cheaper by it, alone or beside the advised set"
                            + (inPairs ? "; it helps only together with others that are not advised" : ""));
        }
        String saves = "it saves " + cost(saved) + ", " + share(saved, workload) + " of the workload's cost";
        if (saved <= upkeep) {
            return outcome(Verdict.WRITE_COST, saves + ", and writing it costs " + cost(upkeep));
        }
        if (saved - upkeep < charge()) {
            String less = upkeep > 0 ? ", less " + cost(upkeep) + " for writing it" : "";
            return outcome(
                    Verdict.BELOW_THRESHOLD,
                    saves + less + "; each new index has to save " + share(limits.minimumGain(), 1));
        }
        boolean worthWhile = users(number).stream()
                .anyMatch(i -> costs.leastUsing(i, number) <= (1 - limits.worthWhile()) * trials.before()[i]);
        return worthWhile
                ? Optional.empty()
                : outcome(
                        Verdict.LITTLE_FOR_EACH,
                        saves + ", but of no statement's cost the " + share(limits.worthWhile(), 1)
                                + " that a new index has to");
    }

    private Optional<Outcome> regression(double[] trial) {
        return trials.dearer(trial)
                .map(i -> new Outcome(
                        Verdict.REGRESSION,
                        "with it query "
                                + trials.statements().get(i).statement().fingerprint() + " would get dearer: "
                                + cost(trials.before()[i]) + " to " + cost(trial[i]) + " per execution"));
    }

    private Optional<Outcome> bySize(int number) {
        long size = trials.alternative(number).index().size().bytes();
        return size <= limits.bytes()
                ? Optional.empty()
                : outcome(
                        Verdict.BUDGET,
                        "it takes " + bytes(size) + ", and " + bytes(limits.bytes()) + " are allowed for all indexes");
    }

    /** The advised set does its work. */
    private Optional<Outcome> superseded(int number, double savedAlone, double savedBeside) {
        double net = savedBeside - trials.alternative(number).upkeep();
        if (net >= Math.max(charge(), NOTHING * trials.totalBefore())) {
            return Optional.empty();
        }
        List<Integer> rivals = rivals(number);
        String advised = rivals.isEmpty()
                ? "the advised set"
                : String.join(
                        " and ",
                        rivals.stream()
                                .map(i ->
                                        trials.names().of(trials.alternative(i).index()))
                                .toList());
        String text = "alone it saves " + share(savedAlone, trials.totalBefore()) + " of the workload's cost, beside "
                + advised + " a further " + share(Math.max(0, savedBeside), trials.totalBefore());
        return outcome(Verdict.SUPERSEDED, text + exchange(number, rivals));
    }

    /** What it would be to have it in place of the only rival. */
    private String exchange(int number, List<Integer> rivals) {
        if (rivals.size() != 1) {
            return "";
        }
        Alternative rival = trials.alternative(rivals.get(0));
        BitSet exchanged = with(trials.chosen(), number);
        exchanged.clear(rivals.get(0));
        double change = costs.total(costs.costs(exchanged))
                + costs.upkeep(exchanged)
                - trials.totalAfter()
                - costs.upkeep(trials.chosen());
        long more = trials.alternative(number).index().size().bytes()
                - rival.index().size().bytes();
        double workload = trials.totalBefore();
        String costs = Math.abs(change) < 0.0005 * workload
                ? "would cost the same"
                : "would cost " + share(Math.abs(change), workload) + (change > 0 ? " more" : " less");
        String size = more == 0 ? "" : ", the index " + bytes(Math.abs(more)) + (more > 0 ? " more" : " less");
        return "; in place of it the workload " + costs + size;
    }

    private Optional<Outcome> byLimits(int number, double savedBeside) {
        BitSet set = with(trials.chosen(), number);
        String further = "beside the advised set it would save a further " + share(savedBeside, trials.totalBefore())
                + " of the workload's cost, but ";
        if (costs.bytes(set) > limits.bytes()) {
            return outcome(
                    Verdict.BUDGET,
                    further + "together they would take " + bytes(costs.bytes(set)) + " of " + bytes(limits.bytes()));
        }
        if (costs.toBuild(set) > limits.indexes()) {
            return outcome(Verdict.MAX_INDEXES, further + limits.indexes() + " indexes are advised already");
        }
        return costs.upkeep(set) > limits.upkeep()
                ? outcome(
                        Verdict.WRITE_COST,
                        further + "writing them together would cost " + cost(costs.upkeep(set)) + " of the "
                                + cost(limits.upkeep()) + " allowed")
                : Optional.empty();
    }

    private Outcome passedOver(double[] beside, double savedBeside) {
        double gap = trials.found().selection().gap();
        double[] after = trials.after();
        boolean asGood =
                IntStream.range(0, after.length).allMatch(i -> after[i] - beside[i] <= limits.tolerance(beside[i]));
        return new Outcome(
                Verdict.PASSED_OVER,
                "beside the advised set it would save a further " + share(savedBeside, trials.totalBefore())
                        + " of the workload's cost; the search passed it over"
                        + (asGood
                                ? ": of no statement's cost it saves more than " + share(limits.indifference(), 1)
                                        + " or a random page, which counts as equal, and the smaller set was taken"
                                : "")
                        + (Double.isNaN(gap) ? "" : "; the set is at most " + share(gap, 1) + " from optimal"));
    }

    /** Advised indexes in the plans of the statements that it would serve; of its own table if there are such. */
    private List<Integer> rivals(int number) {
        BitSet used = new BitSet();
        users(number).forEach(i -> used.or(costs.used(i, trials.chosen())));
        used.and(trials.advised());
        List<Integer> all = new ArrayList<>();
        used.stream().forEach(all::add);
        List<Integer> ofTable = all.stream()
                .filter(i -> trials.alternative(i)
                        .index()
                        .definition()
                        .table()
                        .equals(trials.alternative(number).index().definition().table()))
                .toList();
        return ofTable.isEmpty() ? all : ofTable;
    }

    /** Statements of which some plan uses it. */
    private List<Integer> users(int number) {
        List<Integer> users = new ArrayList<>();
        for (int i = 0; i < costs.statementCount(); i++) {
            if (Double.isFinite(costs.leastUsing(i, number))) {
                users.add(i);
            }
        }
        return users;
    }

    /** Names of the indexes that a query uses with the advised set. */
    private String usedAfter(List<Integer> query) {
        TreeSet<String> names = new TreeSet<>();
        for (int i : query) {
            trials.plansAfter()
                    .get(i)
                    .usedIndexes()
                    .forEach(name -> names.add(trials.names().of(name)));
        }
        return names.isEmpty() ? "no index" : String.join(", ", names);
    }

    private double charge() {
        return limits.minimumGain() * trials.totalBefore();
    }

    private static BitSet with(BitSet set, int number) {
        BitSet more = (BitSet) set.clone();
        more.set(number);
        return more;
    }

    private static Optional<Outcome> outcome(Verdict verdict, String because) {
        return Optional.of(new Outcome(verdict, because));
    }
}
