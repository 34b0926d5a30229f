package dev.sonde.analysis.compare;

import dev.sonde.analysis.work.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much times differ between two runs for no reason of the code's.
 *
 * <p>Windows of one run do not tell: what differs from run to run (neighbours on the machine, memory layout, what the JIT
 * compiled) is the same in all of them. Runs of the same side tell, pair by pair. Where there is one run a side, the statements
 * themselves tell: most of them are the same code, so that the bulk of their ratios is what no change looks like (Efron:
 * "Large-Scale Simultaneous Hypothesis Testing: The Choice of a Null Hypothesis", JASA 2004). Their median is what the machine
 * did to all of them, their spread around it what it did to each.
 *
 * @param source {@code runs}, {@code statements}, or {@code assumed} where neither tells
 * @param drift how many times as long the typical statement took in head as in base
 * @param spread typical factor (one robust standard deviation) by which a statement deviates from that
 * @param factor from which on a statement is not taken for noise
 * @param statements that this was read from
 */
public record Noise(String source, double drift, double spread, double factor, int statements) {

    /** Fewer ratios have no bulk. */
    static final int FEWEST_STATEMENTS = 8;

    /** Robust standard deviations. In a normal distribution 3 of 100,000 lie beyond. */
    private static final double DEVIATIONS = 4;

    /** The median absolute deviation of a normal distribution is this part of its standard deviation. */
    private static final double MEDIAN_DEVIATION = 0.6745;

    /** On shared build machines the same benchmark was seen to differ by that from run to run. */
    private static final double ASSUMED_FACTOR = 2;

    static Noise of(Workload base, Workload head, double minFactor) {
        List<Double> ratios = new ArrayList<>();
        base.statements().forEach((key, work) -> {
            StatementWork other = head.statements().get(key);
            if (other != null && RankTest.canTell(work.windows(), other.windows())) {
                addRatio(ratios, location(work.windows()), location(other.windows()));
            }
        });
        boolean hasBulk = ratios.size() >= FEWEST_STATEMENTS;
        double drift = hasBulk ? RankTest.median(array(ratios)) : 0;
        List<Double> deviations = new ArrayList<>(betweenRuns(base));
        deviations.addAll(betweenRuns(head));
        boolean hasRuns = deviations.size() >= FEWEST_STATEMENTS;
        double betweenRuns = hasRuns ? spread(deviations) : 0;
        double amongStatements =
                hasBulk ? spread(ratios.stream().map(ratio -> ratio - drift).toList()) : 0;
        // Runs of one side were perhaps made one after the other, so both are asked and the larger one is taken
        boolean fromRuns = hasRuns && betweenRuns >= amongStatements;
        double spread = Math.max(betweenRuns, amongStatements);
        double factor = hasRuns || hasBulk ? Math.exp(DEVIATIONS * spread) : ASSUMED_FACTOR;
        return new Noise(
                fromRuns ? "runs" : hasBulk ? "statements" : "assumed",
                Math.exp(drift),
                Math.exp(spread),
                Math.max(minFactor, factor),
                fromRuns ? deviations.size() : ratios.size());
    }

    /** By how much statements differ between a run and the next of one side, less what differs for all of them. */
    private static List<Double> betweenRuns(Workload side) {
        SortedMap<StatementKey, SortedMap<Long, List<Window>>> byRun = new TreeMap<>();
        side.statements().forEach((key, work) -> byRun.put(key, byRun(work.windows())));
        List<Double> all = new ArrayList<>();
        // A process has runs of a few statements, too: a connection at its start, for a migration
        List<Long> runs = side.runs().stream()
                .filter(run -> byRun.values().stream()
                                .map(windows -> windows.getOrDefault(run, List.of()))
                                .filter(windows -> RankTest.canTell(windows, windows))
                                .count()
                        >= FEWEST_STATEMENTS)
                .toList();
        for (int i = 1; i < runs.size(); i++) {
            List<Double> ratios = new ArrayList<>();
            for (Map<Long, List<Window>> windows : byRun.values()) {
                List<Window> first = windows.getOrDefault(runs.get(i - 1), List.of());
                List<Window> second = windows.getOrDefault(runs.get(i), List.of());
                if (RankTest.canTell(first, second)) {
                    addRatio(ratios, location(first), location(second));
                }
            }
            if (ratios.size() >= FEWEST_STATEMENTS) {
                double drift = RankTest.median(array(ratios));
                ratios.forEach(ratio -> all.add(ratio - drift));
            }
        }
        return all;
    }

    private static SortedMap<Long, List<Window>> byRun(List<Window> windows) {
        SortedMap<Long, List<Window>> runs = new TreeMap<>();
        windows.forEach(window ->
                runs.computeIfAbsent(window.run(), run -> new ArrayList<>()).add(window));
        return runs;
    }

    private static double location(List<Window> windows) {
        return RankTest.median(windows, Window::meanMillis);
    }

    private static void addRatio(List<Double> ratios, double base, double head) {
        if (base > 0 && head > 0) {
            ratios.add(Math.log(head / base));
        }
    }

    private static double spread(List<Double> deviations) {
        return RankTest.median(deviations.stream().mapToDouble(Math::abs).toArray()) / MEDIAN_DEVIATION;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
