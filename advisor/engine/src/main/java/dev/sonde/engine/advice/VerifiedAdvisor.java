package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.Advice;
import dev.sonde.engine.advice.AdviceReport.BuiltIndex;
import dev.sonde.engine.advice.AdviceReport.CloneResult;
import dev.sonde.engine.advice.AdviceReport.Query;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.Verification;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Advises, lets a clone judge the set, and advises again without the indexes that it rejected, until all of a set stand the
 * test.
 */
public final class VerifiedAdvisor {

    private static final int MAX_ROUNDS = 5;

    private VerifiedAdvisor() {}

    /**
     * Advice whose indexes have all been built on the clone and made the statements that use them faster there.
     *
     * @param advisor advises under the given options
     */
    public static AdviceReport advise(
            Function<AdviceOptions, AdviceReport> advisor, AdviceOptions options, AdviceVerifier verifier)
            throws SQLException {
        AdviceOptions current = options;
        List<BuiltIndex> built = new ArrayList<>();
        for (int round = 1; ; round++) {
            AdviceReport report = advisor.apply(current);
            if (definitions(report).isEmpty()) {
                return report.with(report.advice(), new CloneResult(round, built, 0, new TreeMap<>()));
            }
            Verification verification = verifier.verify(definitions(report), subjects(report));
            List<IndexDefinition> rejected = verification.rejected();
            for (Verification.Built index : verification.indexes()) {
                if (index.rejection() != null || rejected.isEmpty() || round == MAX_ROUNDS) {
                    built.add(new BuiltIndex(
                            statement(report, index.definition()),
                            index.bytes(),
                            index.buildMillis(),
                            index.rejection()));
                }
            }
            if (rejected.isEmpty() || round == MAX_ROUNDS) {
                return report.with(
                        confirmed(report, verification, new HashSet<>(rejected)),
                        new CloneResult(round, built, verification.statements().size(), notRun(verification)));
            }
            current = current.excluding(rejected);
        }
    }

    private static List<IndexDefinition> definitions(AdviceReport report) {
        return report.advice().stream()
                .filter(advice -> !advice.isDrop())
                .map(Advice::definition)
                .toList();
    }

    private static List<Subject> subjects(AdviceReport report) {
        return report.planned().stream()
                .map(planned -> new Subject(planned.statement().fingerprint(), planned.sql(), planned.calls()))
                .toList();
    }

    private static String statement(AdviceReport report, IndexDefinition definition) {
        return report.advice().stream()
                .filter(advice -> advice.definition().equals(definition))
                .map(Advice::statement)
                .findFirst()
                .orElseThrow();
    }

    private static SortedMap<String, Integer> notRun(Verification verification) {
        SortedMap<String, Integer> reasons = new TreeMap<>();
        verification.skipped().forEach(skipped -> reasons.merge(skipped.reason(), 1, Integer::sum));
        return reasons;
    }

    private static List<Advice> confirmed(
            AdviceReport report, Verification verification, Set<IndexDefinition> rejected) {
        List<Advice> confirmed = new ArrayList<>();
        for (Advice advice : report.advice()) {
            if (!rejected.contains(advice.definition())) {
                confirmed.add(advice.with(advice.queries().stream()
                        .map(query -> measured(query, verification))
                        .toList()));
            }
        }
        return confirmed;
    }

    /** Over the texts that the query stands for, weighted by their calls. */
    private static Query measured(Query query, Verification verification) {
        double calls = 0;
        double before = 0;
        double after = 0;
        for (Measured each : verification.statements()) {
            if (each.subject().fingerprint().equals(query.fingerprint())
                    && each.subject().calls() > 0) {
                calls += each.subject().calls();
                before += each.subject().calls() * each.beforeMillis();
                after += each.subject().calls() * each.afterMillis();
            }
        }
        return calls == 0 ? query : query.measured(before / calls, after / calls);
    }
}
