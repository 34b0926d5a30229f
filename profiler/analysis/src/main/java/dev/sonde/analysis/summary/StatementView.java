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

    private final Totals totals = new Totals();
    private final SortedMap<String, Long> routes = new TreeMap<>();
    private final StatementDetails details = new StatementDetails();

    static List<StatementSummary> of(SummaryState state) {
        Map<Key, StatementView> views = new TreeMap<>(Comparator.comparing(Key::service)
                .thenComparing(Key::version)
                .thenComparing(key -> StatementSummary.hex(key.statement())));
        TreeSet<StatementKey> keys = new TreeSet<>(state.totals.keySet());
        state.details.forEach((key, details) -> {
            if (details.tellSomething()) {
                keys.add(key);
            }
        });
        for (StatementKey key : keys) {
            Session session = state.sessions.get(key.session());
            String service = session == null ? "" : session.service();
            String version = session == null ? "" : session.version();
            views.computeIfAbsent(new Key(service, version, key.statement()), k -> new StatementView())
                    .add(state, key);
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
        details.sites.forEach((id, count) -> {
            CallSite site = state.callSites.get(id);
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
