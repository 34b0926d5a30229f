package dev.sonde.analysis.summary;

import dev.sonde.analysis.summary.StatementSummary.SiteCount;
import dev.sonde.analysis.summary.SummaryState.StatementKey;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Joins what the sessions of one version of a service say of each statement. */
final class StatementView {
    private record Key(String service, String version, long statement) {}

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::service)
            .thenComparing(Key::version)
            .thenComparing(Key::statement, Long::compareUnsigned); // the order of their hex digits

    private final Totals totals = new Totals();
    private final SortedMap<String, Long> routes = new TreeMap<>();
    private final StatementDetails details = new StatementDetails();

    static List<StatementSummary> of(SummaryState state) {
        Map<Key, StatementView> views = new TreeMap<>(ORDER);
        TreeSet<StatementKey> keys = new TreeSet<>(state.totals.keySet());
        state.details.forEach((key, details) -> {
            if (details.tellSomething()) {
                keys.add(key);
            }
        });
        for (StatementKey key : keys) {
            views.computeIfAbsent(viewed(state, key), k -> new StatementView()).add(state, key);
        }
        List<StatementSummary> statements = new ArrayList<>();
        views.forEach((key, view) -> {
            Statement statement = state.statements.get(key.statement());
            if (statement != null) { // its text is in a file that was not given
                statements.add(view.summary(key, statement, state));
            }
        });
        return statements;
    }

    /** What each statement cost on each route. */
    static List<RouteTotals> routes(SummaryState state) {
        Map<Key, SortedMap<String, Totals>> views = new TreeMap<>(ORDER);
        state.totals.forEach((key, byRoute) -> {
            SortedMap<String, Totals> view = views.computeIfAbsent(viewed(state, key), k -> new TreeMap<>());
            // The sums of most routes are of one session, and nothing is added to them
            byRoute.forEach((route, totals) -> view.merge(
                    route, totals, (one, other) -> new Totals().add(one).add(other)));
        });
        List<RouteTotals> routes = new ArrayList<>();
        views.forEach((key, byRoute) -> byRoute.forEach((route, totals) -> routes.add(new RouteTotals(
                key.service(),
                key.version(),
                StatementSummary.hex(key.statement()),
                route,
                totals.calls,
                totals.errors,
                totals.rows,
                totals.nanos,
                totals.maxNanos,
                totals.latencies))));
        return routes;
    }

    private static Key viewed(SummaryState state, StatementKey key) {
        Session session = state.sessions.get(key.session());
        return session == null
                ? new Key("", "", key.statement())
                : new Key(session.service(), session.version(), key.statement());
    }

    private void add(SummaryState state, StatementKey key) {
        state.totals.getOrDefault(key, Map.of()).forEach((route, sums) -> {
            totals.add(sums);
            routes.merge(route, sums.calls, Long::sum);
        });
        StatementDetails known = state.details.get(key);
        if (known != null) {
            details.add(known);
        }
    }

    private StatementSummary summary(Key key, Statement statement, SummaryState state) {
        List<SiteCount> counts = new ArrayList<>();
        details.sites.toMap().forEach((id, count) -> {
            CallSite site = id == CallSites.OTHERS.id() ? CallSites.OTHERS : state.callSites.get(id);
            if (site != null) {
                counts.add(new SiteCount(site, count));
            }
        });
        counts.sort(Comparator.comparingLong(SiteCount::count).reversed());
        return new StatementSummary(
                key.service(),
                key.version(),
                statement,
                totals.calls,
                totals.errors,
                totals.rows,
                totals.nanos,
                totals.maxNanos,
                totals.latencies,
                routes,
                details.sqlStates,
                counts,
                details.binds.variants());
    }
}
