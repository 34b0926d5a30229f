package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.summary.SummaryState.StatementKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the sums of a statement in a session are, so that they are not looked for in two sorted maps for each execution. */
final class KnownSums {
    private final Map<StatementKey, StatementDetails> details;
    private final Map<StatementKey, Map<String, Totals>> totals;
    private final Map<Long, LongMap<Sums>> bySession = new HashMap<>();
    private @Nullable LongMap<Sums> recent;
    private long recentSession;

    KnownSums(Map<StatementKey, StatementDetails> details, Map<StatementKey, Map<String, Totals>> totals) {
        this.details = details;
        this.totals = totals;
    }

    /** After sums were taken out of the maps. */
    void clear() {
        bySession.clear();
        recent = null;
    }

    Sums of(long session, long statement) {
        LongMap<Sums> of = recent;
        if (of == null || session != recentSession) {
            of = bySession.computeIfAbsent(session, key -> new LongMap<>());
            recent = of;
            recentSession = session;
        }
        Sums known = of.get(statement);
        if (known == null) {
            known = new Sums(new StatementKey(session, statement));
            of.put(statement, known);
        }
        return known;
    }

    /** Of one statement in one session; made where they are first asked for. */
    final class Sums {
        private final StatementKey key;
        private @Nullable StatementDetails knownDetails;
        private @Nullable Map<String, Totals> knownTotals;

        private Sums(StatementKey key) {
            this.key = key;
        }

        StatementDetails details() {
            StatementDetails known = knownDetails;
            if (known == null) {
                known = details.computeIfAbsent(key, statement -> new StatementDetails());
                knownDetails = known;
            }
            return known;
        }

        Map<String, Totals> totals() {
            Map<String, Totals> known = knownTotals;
            if (known == null) {
                known = totals.computeIfAbsent(key, statement -> new TreeMap<>());
                knownTotals = known;
            }
            return known;
        }
    }
}
