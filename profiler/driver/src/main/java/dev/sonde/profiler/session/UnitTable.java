package dev.sonde.profiler.session;

import dev.sonde.profiler.UnitOfWork;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The durations of a session's units of work by route, at most {@value #MAX_ROUTES} of each kind; what comes after is
 * counted together under no route. Counting a unit looks its route up and changes a few numbers that threads seldom share;
 * nothing is allocated but for a route's first units. This class is threadsafe.
 */
final class UnitTable {

    static final int MAX_ROUTES = AggregateTable.MAX_ENTRIES;

    private static final String REQUEST = "request";
    private static final String EXPLICIT = "explicit";

    private final ConcurrentMap<String, UnitDurations> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, UnitDurations> others = new ConcurrentHashMap<>();

    void add(UnitOfWork unit, long nanos) {
        boolean request = unit.isRequest();
        ConcurrentMap<String, UnitDurations> routes = request ? requests : others;
        String route = unit.route();
        UnitDurations known = routes.get(route);
        (known == null ? added(routes, route, request ? REQUEST : EXPLICIT) : known).add(nanos);
    }

    private static UnitDurations added(ConcurrentMap<String, UnitDurations> routes, String route, String kind) {
        String counted = routes.size() < MAX_ROUTES ? route : "";
        UnitDurations known = routes.get(counted); // that of all routes beyond the limit is asked for again and again
        return known != null ? known : routes.computeIfAbsent(counted, name -> new UnitDurations(name, kind));
    }

    void forEach(Consumer<UnitDurations> consumer) {
        requests.values().forEach(consumer);
        others.values().forEach(consumer);
    }
}
