package dev.sonde.analysis.compare;

import dev.sonde.analysis.compare.RankTest.Margin;
import dev.sonde.analysis.compare.StatementChange.Outcome;
import dev.sonde.analysis.compare.StatementChange.Side;
import dev.sonde.analysis.work.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the statements of two workloads, each on its route. */
final class StatementChanges {
    private static final Margin ROWS = new Margin(1.5, 10);
    private static final double PER_UNIT_FACTOR = 1.1;
    private static final double PER_UNIT_DIFFERENCE = 0.5;

    /** A test of one statement in the direction in which it moved; both directions are allowed for. */
    private record Test(Outcome direction, double probability) {
        static Test of(List<Window> base, List<Window> head, double drift, Margin margin) {
            double slower = RankTest.probability(scaled(base, Math.max(1, drift)), head, Window::meanMillis, margin);
            double faster =
                    RankTest.probability(scaled(head, 1 / Math.min(1, drift)), base, Window::meanMillis, margin);
            return new Test(
                    slower <= faster ? Outcome.SLOWER : Outcome.FASTER, Math.min(1, 2 * Math.min(slower, faster)));
        }

        /** What the machine does to every statement is no one's fault, and no one's merit. */
        private static List<Window> scaled(List<Window> windows, double factor) {
            return windows.stream()
                    .map(window -> new Window(
                            window.run(),
                            window.startMicros(),
                            window.events(),
                            Math.round(window.nanos() * factor),
                            window.amount()))
                    .toList();
        }
    }

    private final Workload base;
    private final Workload head;
    private final Set<RouteKey> otherRoundTrips;

    private StatementChanges(Workload base, Workload head, Set<RouteKey> otherRoundTrips) {
        this.base = base;
        this.head = head;
        this.otherRoundTrips = otherRoundTrips;
    }

    /**
     * @param otherRoundTrips routes whose units of work make more or fewer round trips; their statements that do are
     *     marked
     */
    static List<StatementChange> of(
            Workload base, Workload head, Noise noise, Margin margin, Set<RouteKey> otherRoundTrips) {
        return new StatementChanges(base, head, otherRoundTrips).compare(noise, margin);
    }

    private List<StatementChange> compare(Noise noise, Margin margin) {
        List<StatementKey> tested = new ArrayList<>();
        List<Test> tests = new ArrayList<>();
        List<StatementChange> changes = new ArrayList<>();
        SortedSet<StatementKey> keys = new TreeSet<>(base.statements().keySet());
        keys.addAll(head.statements().keySet());
        // They are not the same ones on both sides
        keys.removeIf(key -> key.isOthers() || key.at().isOthers());
        for (StatementKey key : keys) {
            StatementWork before = base.statements().get(key);
            StatementWork after = head.statements().get(key);
            if (before != null && after != null && RankTest.canTell(before.windows(), after.windows())) {
                tested.add(key);
                tests.add(Test.of(before.windows(), after.windows(), noise.drift(), margin));
            } else {
                changes.add(change(key, before, after, untested(before, after), Double.NaN));
            }
        }
        boolean[] differs = RankTest.discoveries(
                tests.stream().mapToDouble(Test::probability).toArray());
        for (int i = 0; i < differs.length; i++) {
            StatementKey key = tested.get(i);
            Test test = tests.get(i);
            changes.add(change(
                    key,
                    base.statements().get(key),
                    head.statements().get(key),
                    differs[i] ? test.direction() : Outcome.NO_DIFFERENCE,
                    test.probability()));
        }
        changes.sort(Comparator.comparing(StatementChange::service)
                .thenComparing(StatementChange::route)
                .thenComparing(StatementChange::fingerprint));
        return changes;
    }

    private static Outcome untested(@Nullable StatementWork before, @Nullable StatementWork after) {
        return before == null ? Outcome.NEW : after == null ? Outcome.GONE : Outcome.CANNOT_TELL;
    }

    private StatementChange change(
            StatementKey key,
            @Nullable StatementWork before,
            @Nullable StatementWork after,
            Outcome outcome,
            double probability) {
        Side from = side(base, key, before);
        Side to = side(head, key, after);
        StatementWork shown = after == null ? before : after;
        return new StatementChange(
                key.at().service(),
                key.at().route(),
                key.id(),
                shown == null ? "" : shown.sql(),
                from,
                to,
                outcome,
                from == null || to == null ? Double.NaN : to.medianMillis() / from.medianMillis(),
                probability,
                before == null || after == null || from == null || to == null
                        ? List.of()
                        : differs(key, before, after, from, to));
    }

    private static @Nullable Side side(Workload side, StatementKey key, @Nullable StatementWork work) {
        if (work == null) {
            return null;
        }
        RouteWork route = side.routes().get(key.at());
        long units = route == null || key.at().route().isEmpty() ? 0 : route.units();
        return new Side(
                work.calls(),
                work.errors(),
                work.meanMillis(),
                work.times().quantileMillis(0.5),
                work.times().quantileMillis(0.95),
                RankTest.median(work.windows(), Window::meanMillis),
                work.meanRows(),
                units == 0 ? Double.NaN : (double) work.inUnits() / units,
                work.windows().size());
    }

    /** Counts are exact, but what they count depends on the data, too: told, and not called a regression. */
    private List<String> differs(StatementKey key, StatementWork before, StatementWork after, Side from, Side to) {
        List<String> differs = new ArrayList<>();
        boolean tested = RankTest.canTell(before.windows(), after.windows());
        if (tested && movedRows(before.windows(), after.windows())) {
            differs.add("rows");
        }
        if ((before.errors() == 0) != (after.errors() == 0)) {
            differs.add("errors");
        }
        if (otherRoundTrips.contains(key.at())
                && (isMore(from.perUnit(), to.perUnit()) || isMore(to.perUnit(), from.perUnit()))) {
            differs.add("per-unit");
        }
        return differs;
    }

    private static boolean movedRows(List<Window> before, List<Window> after) {
        return Math.min(
                        RankTest.probability(before, after, Window::meanAmount, ROWS),
                        RankTest.probability(after, before, Window::meanAmount, ROWS))
                <= RankTest.FALSE_DISCOVERIES / 10;
    }

    private static boolean isMore(double less, double more) {
        return more > Math.max(less * PER_UNIT_FACTOR, less + PER_UNIT_DIFFERENCE);
    }
}
