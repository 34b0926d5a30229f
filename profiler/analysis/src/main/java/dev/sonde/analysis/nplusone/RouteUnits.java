package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last units of each route executed, which tells a loop that has stopped, because it filled a cache, from one that
 * goes on. The last {@value #KEPT} units of a route of a session, at most {@value #MAX_ROUTES} routes.
 */
final class RouteUnits {
    private static final int KEPT = 16;
    private static final int MAX_ROUTES = 2_000;
    private static final int MAX_EXECUTIONS = 64;

    private record RouteOfSession(long session, String route) implements Comparable<RouteOfSession> {
        @Override
        public int compareTo(RouteOfSession other) {
            int bySession = Long.compare(session, other.session);
            return bySession != 0 ? bySession : route.compareTo(other.route);
        }
    }

    /** By route and number of the unit: identifier of a statement and its rows, in turns. */
    private final Map<RouteOfSession, TreeMap<Long, long[]>> units = new TreeMap<>();

    void add(UnitExecutions unit, String route) {
        List<Execution> executions = unit.inOrder();
        if (!unit.isCut() && executions.size() <= MAX_EXECUTIONS) {
            long[] executed = new long[2 * executions.size()];
            for (int i = 0; i < executions.size(); i++) {
                executed[2 * i] = executions.get(i).statement();
                executed[2 * i + 1] = executions.get(i).rows();
            }
            add(new RouteOfSession(unit.key().session(), route), unit.key().unit(), executed);
        }
    }

    void add(RouteUnits other) {
        other.units.forEach((route, byNumber) -> byNumber.forEach((unit, executed) -> add(route, unit, executed)));
    }

    private void add(RouteOfSession route, long unit, long[] executed) {
        TreeMap<Long, long[]> kept = units.get(route);
        if (kept == null) {
            if (units.size() >= MAX_ROUTES) {
                return;
            }
            kept = new TreeMap<>();
            units.put(route, kept);
        }
        if (kept.size() < KEPT || unit > kept.firstKey()) {
            kept.put(unit, executed);
            if (kept.size() > KEPT) {
                kept.pollFirstEntry();
            }
        }
    }

    /** Units of the routes after the given number of each session in which the parent had rows and no child followed. */
    long quietUnits(
            Collection<String> routes, Map<Long, Long> after, long parent, Collection<Long> children, long minRows) {
        long quiet = 0;
        for (Map.Entry<RouteOfSession, TreeMap<Long, long[]>> entry : units.entrySet()) {
            Long last = after.get(entry.getKey().session());
            if (last != null && routes.contains(entry.getKey().route())) {
                for (long[] executed : entry.getValue().tailMap(last, false).values()) {
                    quiet += isQuiet(executed, parent, children, minRows) ? 1 : 0;
                }
            }
        }
        return quiet;
    }

    private static boolean isQuiet(long[] executed, long parent, Collection<Long> children, long minRows) {
        boolean hasRows = false;
        for (int i = 0; i < executed.length; i += 2) {
            if (children.contains(executed[i])) {
                return false;
            }
            hasRows |= executed[i] == parent && executed[i + 1] >= minRows;
        }
        return hasRows;
    }
}
