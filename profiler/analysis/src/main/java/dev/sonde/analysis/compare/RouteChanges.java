package dev.sonde.analysis.compare;

import dev.sonde.analysis.compare.RankTest.Margin;
import dev.sonde.analysis.compare.RouteChange.Outcome;
import dev.sonde.analysis.compare.RouteChange.Side;
import dev.sonde.analysis.work.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares how many round trips a unit of work of a route makes. No machine changes that number: it comes from the code and
 * from the data. So units are independent observations, and times' noise has no part in it. Where every unit of a side makes the
 * same number, the sides are told apart by the exact permutation test over units; where it varies, by windows, as times are.
 */
final class RouteChanges {
    private static final Margin ROUND_TRIPS = new Margin(1.1, 0.5);

    /** With fewer, even numbers that never vary could be told apart by no test. */
    private static final long FEWEST_UNITS = 5;

    /** Units of which more was lost look smaller than they are. */
    private static final double LEAST_RECORDED = 0.9;

    private record Judged(Outcome direction, double probability) {}

    private RouteChanges() {}

    static boolean canCount(RouteWork work) {
        return work.units() >= FEWEST_UNITS && work.recordedShare() >= LEAST_RECORDED;
    }

    static List<RouteChange> of(Workload base, Workload head) {
        SortedSet<RouteKey> keys = new TreeSet<>(base.routes().keySet());
        keys.addAll(head.routes().keySet());
        keys.removeIf(key -> key.route().isEmpty() || key.isOthers()); // all kinds of work in one
        List<RouteKey> routes = new ArrayList<>(keys);
        List<Judged> judged = routes.stream()
                .map(key -> judge(base.routes().get(key), head.routes().get(key)))
                .toList();
        List<Judged> tests =
                judged.stream().filter(one -> !Double.isNaN(one.probability())).toList();
        boolean[] differs = RankTest.discoveries(
                tests.stream().mapToDouble(Judged::probability).toArray());
        List<RouteChange> changes = new ArrayList<>();
        int test = 0;
        for (int i = 0; i < routes.size(); i++) {
            RouteKey key = routes.get(i);
            Judged one = judged.get(i);
            boolean isTest = !Double.isNaN(one.probability());
            Outcome outcome = !isTest || differs[test] ? one.direction() : Outcome.NO_DIFFERENCE;
            test += isTest ? 1 : 0;
            changes.add(new RouteChange(
                    key.service(),
                    key.route(),
                    side(base.routes().get(key)),
                    side(head.routes().get(key)),
                    outcome,
                    one.probability()));
        }
        return changes;
    }

    private static Judged judge(@Nullable RouteWork before, @Nullable RouteWork after) {
        if (before == null || after == null) {
            return new Judged(before == null ? Outcome.NEW : Outcome.GONE, Double.NaN);
        }
        if (!canCount(before) || !canCount(after)) {
            return new Judged(Outcome.CANNOT_TELL, Double.NaN);
        }
        if (before.roundTrips().size() == 1 && after.roundTrips().size() == 1) {
            int order = Long.compare(
                    after.roundTrips().firstKey(), before.roundTrips().firstKey());
            return order == 0
                    ? new Judged(Outcome.NO_DIFFERENCE, Double.NaN)
                    : new Judged(
                            order > 0 ? Outcome.MORE : Outcome.FEWER, 2 / divisions(before.units(), after.units()));
        }
        if (!RankTest.canTell(before.windows(), after.windows())) {
            return new Judged(Outcome.CANNOT_TELL, Double.NaN);
        }
        double more = RankTest.probability(before.windows(), after.windows(), Window::meanAmount, ROUND_TRIPS);
        double fewer = RankTest.probability(after.windows(), before.windows(), Window::meanAmount, ROUND_TRIPS);
        return new Judged(more <= fewer ? Outcome.MORE : Outcome.FEWER, Math.min(1, 2 * Math.min(more, fewer)));
    }

    /** In how many ways units fall into two sides; if nothing differed, each would be as likely as the one that was seen. */
    private static double divisions(long one, long other) {
        double divisions = 1;
        for (long i = 1; i <= Math.min(one, other) && divisions < 1e15; i++) {
            divisions *= (double) (Math.max(one, other) + i) / i;
        }
        return divisions;
    }

    private static @Nullable Side side(@Nullable RouteWork work) {
        if (work == null || work.units() == 0) {
            return null;
        }
        return new Side(
                work.units(),
                work.meanRoundTrips(),
                work.roundTrips().firstKey(),
                work.roundTrips().lastKey(),
                work.statements().lastKey(),
                work.recordedShare());
    }
}
