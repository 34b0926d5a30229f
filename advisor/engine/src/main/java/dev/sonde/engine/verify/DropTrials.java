package dev.sonde.engine.verify;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.ClonedStatement.Run;
import dev.sonde.engine.verify.Verification.Dropped;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs statements without the indexes that are to be dropped. Each run drops them in a transaction of its own, which is
 * rolled back: whatever ends it, a failure, an interrupt or a kill, the server has the same indexes as before. Only
 * statements that were executed with one of the indexes are run, since without the others' plans do not change.
 */
final class DropTrials {

    private final ClonedStatement clone;
    private final Map<Subject, Run> with;
    private final List<QualifiedName> rejected;
    private final Map<QualifiedName, Dropped> results = new LinkedHashMap<>();

    /**
     * Trials on a clone.
     *
     * @param with what running the statements with the new indexes that stand showed
     * @param rejected new indexes that do not stand, and are not there in any run
     */
    DropTrials(ClonedStatement clone, Map<Subject, Run> with, List<QualifiedName> rejected) {
        this.clone = clone;
        this.with = with;
        this.rejected = rejected;
    }

    /** One result per index, in their order. An index without which a statement is slower is in no further trial. */
    List<Dropped> of(List<QualifiedName> indexes) throws SQLException {
        List<QualifiedName> standing = new ArrayList<>();
        for (QualifiedName index : indexes) {
            String refusal = clone.refusesToDrop(index);
            results.put(index, new Dropped(index, List.of(), refusal == null ? null : "not dropped there: " + refusal));
            if (refusal == null) {
                standing.add(index);
            }
        }
        while (!standing.isEmpty()) {
            List<QualifiedName> rejected = rejected(standing);
            if (rejected.isEmpty()) {
                break;
            }
            standing.removeAll(rejected);
        }
        return List.copyOf(results.values());
    }

    private List<QualifiedName> rejected(List<QualifiedName> dropped) throws SQLException {
        Map<QualifiedName, List<Measured>> measured = new LinkedHashMap<>();
        Map<QualifiedName, Map<String, String>> slower = new LinkedHashMap<>();
        dropped.forEach(index -> measured.put(index, new ArrayList<>()));
        for (Map.Entry<Subject, Run> entry : with.entrySet()) {
            List<QualifiedName> used = dropped.stream()
                    .filter(index -> entry.getValue().indexes().contains(index.name()))
                    .toList();
            if (used.isEmpty()) {
                continue;
            }
            Subject subject = entry.getKey();
            Run without = without(subject, dropped);
            Measured result = measured(subject, entry.getValue(), without);
            if (without.refusal() == null && result.isRegression()) {
                // Both sides once more, since what else the machine did may have been the cause
                result = measured(subject, without(subject, List.of()), without(subject, dropped));
            }
            for (QualifiedName index : used) {
                measured.getOrDefault(index, new ArrayList<>()).add(result);
                if (without.refusal() != null || result.isRegression()) {
                    slower.computeIfAbsent(index, none -> new TreeMap<>())
                            .put(subject.fingerprint(), words(result, without));
                }
            }
        }
        for (QualifiedName index : dropped) {
            Map<String, String> statements = slower.get(index);
            results.put(
                    index,
                    new Dropped(
                            index,
                            measured.getOrDefault(index, List.of()).stream()
                                    .filter(each -> !Double.isNaN(each.afterMillis()))
                                    .toList(),
                            statements == null
                                    ? null
                                    : "slower without it, measured: " + String.join(", ", statements.values())));
        }
        return List.copyOf(slower.keySet());
    }

    private Run without(Subject subject, List<QualifiedName> dropped) throws SQLException {
        List<QualifiedName> all = new ArrayList<>(rejected);
        all.addAll(dropped);
        return clone.run(subject.sql(), all);
    }

    private static Measured measured(Subject subject, Run with, Run without) {
        return new Measured(subject, with.millis(), with.timedOut(), without.millis(), without.timedOut(), List.of());
    }

    private static String words(Measured measured, Run without) {
        String fingerprint = measured.subject().fingerprint();
        return without.refusal() != null
                ? fingerprint + " (" + without.refusal() + ")"
                : String.format(
                        Locale.ROOT,
                        "%s from %.1f to %.1f ms%s",
                        fingerprint,
                        measured.beforeMillis(),
                        measured.afterMillis(),
                        measured.afterTimedOut() ? ", where it was cancelled" : "");
    }
}
