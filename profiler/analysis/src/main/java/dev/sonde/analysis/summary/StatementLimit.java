package dev.sonde.analysis.summary;

import dev.sonde.analysis.summary.SummaryState.StatementKey;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the statements that took most time when a service makes up new ones without end, and sums the others: all counts
 * of the whole stay exact. Of a capture beyond the limit, which statements are kept depends on the order of its records.
 */
final class StatementLimit {
    static final int KEPT = 10_000;

    private static final String NAME = "other statements";

    /** Stands for all that were let go; said to be cut, so that nobody plans it. */
    static final Statement OTHERS =
            new Statement(0, ContentHash.of(NAME), ContentHash.of(NAME), NAME, List.of(), List.of(), List.of(), true);

    private StatementLimit() {}

    /** Whether the statement stands for such that were let go. */
    static boolean isOthers(Statement statement) {
        return statement.id() == OTHERS.id() && statement.truncated();
    }

    /** Lets statements go if there are twice as many as may be kept. */
    static void apply(SummaryState state) {
        if (state.statements.size() <= 2 * KEPT) {
            return;
        }
        Map<Long, Long> nanos = new HashMap<>();
        state.totals.forEach((key, byRoute) ->
                byRoute.values().forEach(totals -> nanos.merge(key.statement(), totals.nanos, Long::sum)));
        // Sums come every few seconds only: of new statements what their executions say has to do
        Map<Long, Long> seen = new HashMap<>();
        state.details.forEach((key, details) -> seen.merge(key.statement(), details.nanos, Long::sum));
        seen.forEach((id, sum) -> nanos.merge(id, sum, Math::max));
        List<Long> ids = state.statements.keySet().stream()
                .sorted(Comparator.<Long>comparingLong(id -> nanos.getOrDefault(id, 0L))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        ids.subList(KEPT, ids.size()).forEach(state.statements::remove);
        state.statements.put(OTHERS.id(), OTHERS);
        state.details.keySet().removeIf(key -> !state.statements.containsKey(key.statement()));
        sumOthers(state);
        state.forgetRecent();
    }

    private static void sumOthers(SummaryState state) {
        Map<StatementKey, Map<String, Totals>> others = new TreeMap<>();
        Iterator<Map.Entry<StatementKey, Map<String, Totals>>> entries =
                state.totals.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<StatementKey, Map<String, Totals>> entry = entries.next();
            if (!state.statements.containsKey(entry.getKey().statement())) {
                Map<String, Totals> sums = others.computeIfAbsent(
                        new StatementKey(entry.getKey().session(), OTHERS.id()), key -> new TreeMap<>());
                entry.getValue()
                        .forEach((route, totals) ->
                                sums.computeIfAbsent(route, key -> new Totals()).add(totals));
                entries.remove();
            }
        }
        others.forEach((key, byRoute) -> {
            Map<String, Totals> sums = state.totals.computeIfAbsent(key, statement -> new TreeMap<>());
            byRoute.forEach((route, totals) ->
                    sums.computeIfAbsent(route, name -> new Totals()).add(totals));
        });
    }
}
