package dev.sonde.analysis.budget;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes limits of what was measured. Where each unit had the same count, that is the limit: one more is a change of the code.
 * Where the count varies with the data, the limit is the highest one with some headroom, and a limit that was written before
 * stays as long as it is neither exceeded nor more than one headroom too wide, so that a new capture changes few lines.
 *
 * @param headroom part of the highest count that is put upon it, 0.2 for 20 %
 * @param keepsLimits whether limits that exist stay whatever was measured
 * @param prunes whether routes that were not measured go
 */
public record BudgetPlan(double headroom, boolean keepsLimits, boolean prunes) {
    public BudgetPlan {
        if (!(headroom >= 0) || headroom > 100) {
            throw new IllegalArgumentException("headroom must be between 0 and 10,000 %: " + headroom);
        }
    }

    /** A budget for what was measured, made of an earlier one if there is one. */
    public Budget budget(String service, @Nullable Budget before, SortedMap<String, Measured> measured) {
        SortedMap<String, Limit> routes = new TreeMap<>();
        if (before != null && !prunes) {
            routes.putAll(before.routes());
        }
        measured.forEach((route, seen) -> {
            Limit old = before == null ? null : before.routes().get(route);
            if (old == null) {
                routes.put(route, new Limit(fresh(seen.roundTrips()), fresh(seen.statements())));
            } else if (keepsLimits) {
                routes.put(route, old);
            } else {
                routes.put(
                        route,
                        new Limit(
                                updated(old.roundTrips(), seen.roundTrips()),
                                updated(old.statements(), seen.statements())));
            }
        });
        return new Budget(service, routes);
    }

    private long fresh(SortedMap<Long, Long> counts) {
        long most = counts.lastKey();
        return counts.size() == 1 ? most : withHeadroom(most);
    }

    private long updated(long limit, SortedMap<Long, Long> counts) {
        long fresh = fresh(counts);
        long widest = counts.size() == 1 ? fresh : withHeadroom(fresh);
        boolean stays = limit == Limit.NONE || (limit >= counts.lastKey() && limit <= widest);
        return stays ? limit : fresh;
    }

    private long withHeadroom(long count) {
        return (long) Math.ceil(Math.round(count * (1 + headroom) * 1e6) / 1e6);
    }
}
