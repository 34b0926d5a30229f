package dev.sonde.analysis.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A limit that units of work were over.
 *
 * @param what {@code round-trips} or {@code statements}
 * @param most the highest count of a unit
 * @param unitsOver how many of the units were over the limit
 */
public record Overrun(String route, String what, long limit, long most, long unitsOver, long units) {

    /** What is over the limits, by route; routes without limits are not looked at. */
    public static List<Overrun> of(Budget budget, SortedMap<String, Measured> measured) {
        List<Overrun> overruns = new ArrayList<>();
        measured.forEach((route, seen) -> {
            Limit limit = budget.routes().get(route);
            if (limit != null) {
                add(overruns, route, "round-trips", limit.roundTrips(), seen.roundTrips());
                add(overruns, route, "statements", limit.statements(), seen.statements());
            }
        });
        return overruns;
    }

    private static void add(
            List<Overrun> overruns, String route, String what, long limit, SortedMap<Long, Long> counts) {
        long over = limit == Limit.NONE ? 0 : sum(counts.tailMap(limit + 1));
        if (over > 0) {
            overruns.add(new Overrun(route, what, limit, counts.lastKey(), over, sum(counts)));
        }
    }

    private static long sum(SortedMap<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
