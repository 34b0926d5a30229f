package dev.sonde.cli.workload;

import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.importing.ImportSource;
import dev.sonde.cli.output.Figures;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Turns what was captured into what is planned: statements with a plan, of all services together. */
public final class CapturedWorkload {

    private static final Set<String> PLANNED =
            Set.of("select", "with", "insert", "update", "delete", "merge", "values", "table");

    /** Statements that indexes are chosen for, if nobody asks for another number. */
    static final int MOST_ADVISED = 2_000;

    private CapturedWorkload() {}

    /**
     * Statements that have a plan, with what was bound to them, weighted as after their loops are fixed.
     *
     * @param most how many at most: those that took most time
     */
    static Workload of(
            WorkloadSummary summary, CapturedBinds binds, CatalogSnapshot snapshot, int most, Console console) {
        LoopWeights loops = LoopWeights.of(summary);
        if (loops.savedRoundTrips() > 0) {
            console.message(Figures.count(loops.savedRoundTrips())
                    + " executions in N+1 loops are left out of the weights: fixing the loops comes first, and indexes are"
                    + " costed for what is left then");
        }
        return of(summary, binds, Optional.of(snapshot), same -> callsAfterFix(same, loops), most, console);
    }

    /** All statements that have a plan, weighted as captured. */
    public static Workload asCaptured(
            WorkloadSummary summary, CapturedBinds binds, Optional<CatalogSnapshot> snapshot, Console console) {
        return of(summary, binds, snapshot, CapturedWorkload::calls, Integer.MAX_VALUE, console);
    }

    /** At most so many: those that took most time. */
    static Workload of(
            WorkloadSummary summary,
            CapturedBinds binds,
            Optional<CatalogSnapshot> snapshot,
            ToLongFunction<List<StatementSummary>> weight,
            int most,
            Console console) {
        String hashKey = hashKey(summary, console);
        Map<String, List<StatementSummary>> byId = new TreeMap<>();
        long truncated = 0;
        long executions = 0;
        for (StatementSummary statement : summary.statements()) {
            executions += statement.calls();
            if (StatementLimit.isOthers(statement.statement())) {
                continue; // LeftOut tells of them
            }
            if (statement.statement().truncated()) {
                truncated++;
            } else if (statement.calls() > 0 && hasPlan(statement.statement().sql())) {
                byId.computeIfAbsent(statement.id(), id -> new ArrayList<>()).add(statement);
            }
        }
        if (executions == 0) {
            throw CommandFailure.badInput("the captures hold no executions: nothing to judge by; let the service do"
                    + " its usual work while it is profiled");
        }
        if (truncated > 0) {
            console.warn(Figures.count(truncated) + " statements are passed over: their text was too long for the"
                    + " capture and cannot be planned");
        }
        List<String> notes = new ArrayList<>();
        int different = byId.size();
        keepLongest(byId, most);
        LeftOut.of(summary, different, byId.values()).ifPresent(sentence -> {
            console.warn(sentence);
            notes.add(sentence);
        });
        snapshot.ifPresent(source -> notes.addAll(
                CaptureNotes.of(summary.sessions(), source.takenAt(), source.serverVersion(), source.database())));
        boolean imported = isImported(summary);
        return new Workload(
                byId.values().stream()
                        .map(same -> statement(same, !hashKey.isEmpty(), weight.applyAsLong(same), imported))
                        .map(statement -> withBinds(statement, byId, binds))
                        .toList(),
                hashKey,
                notes);
    }

    private static void keepLongest(Map<String, List<StatementSummary>> byId, int most) {
        if (byId.size() <= most) {
            return;
        }
        Comparator<Map.Entry<String, List<StatementSummary>>> mostFirst = Comparator.comparingLong(
                        (Map.Entry<String, List<StatementSummary>> entry) -> entry.getValue().stream()
                                .mapToLong(StatementSummary::totalNanos)
                                .sum())
                .thenComparing(entry -> calls(entry.getValue()))
                .reversed()
                .thenComparing(Map.Entry::getKey);
        Set<String> kept = byId.entrySet().stream()
                .sorted(mostFirst)
                .limit(most)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        byId.keySet().retainAll(kept);
    }

    private static WorkloadStatement withBinds(
            WorkloadStatement statement, Map<String, List<StatementSummary>> byId, CapturedBinds binds) {
        List<StatementSummary> same = byId.getOrDefault(statement.id(), List.of());
        long id = same.get(0).statement().id();
        long calls = calls(same);
        int positions = statement.variants().stream()
                .mapToInt(variant -> variant.binds().size())
                .max()
                .orElse(0);
        return statement.with(binds.samples(id, positions), binds.callsPerConnection(id, calls));
    }

    /**
     * Some statements with the values bound to them, at their captured weights, whether they have a plan or not.
     *
     * @param ids statement identifiers
     */
    public static Workload of(WorkloadSummary summary, Collection<String> ids, Console console) {
        String hashKey = hashKey(summary, console);
        Map<String, List<StatementSummary>> byId = new LinkedHashMap<>();
        ids.forEach(id -> byId.put(id, new ArrayList<>()));
        for (StatementSummary statement : summary.statements()) {
            List<StatementSummary> same = byId.get(statement.id());
            if (same != null && statement.calls() > 0) {
                same.add(statement);
            }
        }
        return new Workload(
                byId.values().stream()
                        .filter(same -> !same.isEmpty())
                        .map(same -> statement(same, !hashKey.isEmpty(), calls(same), isImported(summary)))
                        .toList(),
                hashKey);
    }

    private static boolean isImported(WorkloadSummary summary) {
        return summary.sessions().stream()
                .anyMatch(session -> ImportSource.of(session).isPresent());
    }

    /** Whether the server makes a plan for such statements. */
    public static boolean hasPlan(String sql) {
        return PLANNED.contains(firstWord(sql));
    }

    /** The key that all bind hashes were made with; hashes of different keys cannot be compared. */
    private static String hashKey(WorkloadSummary summary, Console console) {
        List<String> keys = summary.sessions().stream()
                .map(CaptureRecord.Session::hashKey)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        if (keys.size() > 1) {
            console.warn("the captures' bind values are hashed with " + keys.size()
                    + " keys and cannot be compared: advice is for average values; advise on the captures of one run"
                    + " to have theirs used");
        }
        return keys.size() == 1 ? keys.get(0) : "";
    }

    private static String firstWord(String sql) {
        int start = 0;
        while (start < sql.length() && (sql.charAt(start) == '(' || Character.isWhitespace(sql.charAt(start)))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static long callsAfterFix(List<StatementSummary> same, LoopWeights loops) {
        return loops.callsAfterFix(same.get(0).fingerprint(), calls(same));
    }

    private static long calls(List<StatementSummary> same) {
        return same.stream().mapToLong(StatementSummary::calls).sum();
    }

    /** @param imported whether sums of 0 may mean that the source did not tell */
    private static WorkloadStatement statement(
            List<StatementSummary> same, boolean binds, long weight, boolean imported) {
        StatementSummary first = same.get(0);
        long calls = calls(same);
        long rows = same.stream().mapToLong(StatementSummary::rows).sum();
        long nanos = same.stream().mapToLong(StatementSummary::totalNanos).sum();
        return new WorkloadStatement(
                first.id(),
                first.fingerprint(),
                first.statement().sql(),
                Set.copyOf(first.statement().literalPositions()),
                first.statement().bindTypes(),
                weight,
                imported && rows == 0 ? Double.NaN : (double) rows / calls,
                imported && nanos == 0 ? Double.NaN : nanos / 1e6 / calls,
                callSites(same),
                binds ? variants(same) : List.of());
    }

    private static List<String> callSites(List<StatementSummary> same) {
        Map<String, Long> counts = new TreeMap<>();
        for (StatementSummary statement : same) {
            for (StatementSummary.SiteCount site : statement.callSites()) {
                if (!site.site().frames().isEmpty()) {
                    counts.merge(site.site().frames().get(0), site.count(), Long::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<WorkloadStatement.Variant> variants(List<StatementSummary> same) {
        return same.stream()
                .flatMap(statement -> statement.variants().stream())
                .filter(variant -> !variant.binds().isEmpty())
                .map(variant -> new WorkloadStatement.Variant(variant.binds(), variant.calls()))
                .sorted(Comparator.comparingLong(WorkloadStatement.Variant::calls)
                        .reversed())
                .toList();
    }
}
