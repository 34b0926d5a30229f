package dev.sonde.engine.advice;

import dev.sonde.engine.advice.AdviceReport.Advice;
import dev.sonde.engine.advice.AdviceReport.BuiltIndex;
import dev.sonde.engine.advice.AdviceReport.CloneResult;
import dev.sonde.engine.advice.AdviceReport.DroppedIndex;
import dev.sonde.engine.advice.AdviceReport.Query;
import dev.sonde.engine.advice.VerifiedRounds.Round;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.Verification;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Advises, lets a clone judge the set, and advises again without the indexes that it rejected, until all of a set stand the
 * test; of all sets, without what was rejected, the one is told that saved most time there. Existing indexes that were to go
 * stay if a statement is slower there without them.
 */
public final class VerifiedAdvisor {

    private VerifiedAdvisor() {}

    /**
     * Advice whose indexes have all been built on the clone and made the statements that use them faster there, and
     * without whose drops none was slower there.
     *
     * @param advisor advises under the given options
     */
    public static AdviceReport advise(
            Function<AdviceOptions, AdviceReport> advisor, AdviceOptions options, AdviceVerifier verifier)
            throws SQLException {
        return advise(advisor, options, verifier, VerifiedRounds.MAX_ROUNDS);
    }

    static AdviceReport advise(
            Function<AdviceOptions, AdviceReport> advisor,
            AdviceOptions options,
            AdviceVerifier verifier,
            int maxRounds)
            throws SQLException {
        VerifiedRounds<AdviceReport> rounds = VerifiedRounds.of(
                rejected -> advisor.apply(options.excluding(rejected)), report -> judged(report, verifier), maxRounds);
        Round<AdviceReport> best = rounds.best();
        Verification verification = best.verification();
        List<IndexDefinition> rejected = verification.rejected();
        AdviceReport told = rejected.isEmpty() ? best.choice() : without(advisor, options, best.choice(), rejected);
        List<Advice> standing = told.advice().stream()
                .filter(advice -> advice.isDrop() || !rejected.contains(advice.definition()))
                .toList();
        List<QualifiedName> drops = drops(standing);
        return told.with(
                confirmed(standing, verification),
                new CloneResult(
                        rounds.all().size(),
                        built(rounds, best),
                        verification.drops().stream()
                                .filter(drop -> drops.contains(drop.index()))
                                .map(VerifiedAdvisor::dropped)
                                .toList(),
                        verification.statements().size(),
                        notRun(verification)));
    }

    private static Verification judged(AdviceReport report, AdviceVerifier verifier) throws SQLException {
        List<QualifiedName> drops = drops(report.advice());
        return definitions(report).isEmpty() && drops.isEmpty()
                ? Verification.NOTHING
                : verifier.verify(definitions(report), drops, subjects(report));
    }

    /** What was rejected in any round and does not stand in the best, then what does. */
    private static List<BuiltIndex> built(VerifiedRounds<AdviceReport> rounds, Round<AdviceReport> best) {
        Set<IndexDefinition> standing = new HashSet<>(best.verification().standing());
        List<BuiltIndex> built = new ArrayList<>();
        for (Round<AdviceReport> round : rounds.all()) {
            round.verification().indexes().stream()
                    .filter(index -> index.rejection() != null && !standing.contains(index.definition()))
                    .forEach(index -> built.add(built(round.choice(), index)));
        }
        best.verification().indexes().stream()
                .filter(index -> index.rejection() == null)
                .forEach(index -> built.add(built(best.choice(), index)));
        return built;
    }

    private static BuiltIndex built(AdviceReport report, Verification.Built index) {
        return new BuiltIndex(
                statement(report, index.definition()), index.bytes(), index.buildMillis(), index.rejection());
    }

    /** The same with the plans that there are without what was rejected, which is not advised. */
    private static AdviceReport without(
            Function<AdviceOptions, AdviceReport> advisor,
            AdviceOptions options,
            AdviceReport report,
            Collection<IndexDefinition> rejected) {
        Set<IndexDefinition> kept = new HashSet<>(definitions(report));
        kept.removeAll(rejected);
        Set<QualifiedName> gone = new HashSet<>();
        report.advice().stream()
                .filter(advice -> kept.contains(advice.definition()))
                .forEach(advice -> gone.addAll(advice.replaces()));
        return report.plannedAs(advisor.apply(options.with(new AdviceOptions.Given(kept, gone))));
    }

    private static List<IndexDefinition> definitions(AdviceReport report) {
        return report.advice().stream()
                .filter(advice -> !advice.isDrop())
                .map(Advice::definition)
                .toList();
    }

    /** Existing indexes that are to go, alone or for a new one. */
    private static List<QualifiedName> drops(List<Advice> advised) {
        return advised.stream()
                .flatMap(advice -> advice.isDrop() ? Stream.of(existing(advice)) : advice.replaces().stream())
                .distinct()
                .toList();
    }

    private static QualifiedName existing(Advice drop) {
        return new QualifiedName(drop.definition().table().schema(), drop.name());
    }

    private static DroppedIndex dropped(Verification.Dropped result) {
        double calls = calls(result.statements());
        boolean ran = calls > 0;
        return new DroppedIndex(
                result.index().sql(),
                result.statements().size(),
                ran ? mean(result.statements(), Measured::beforeMillis) : null,
                ran ? mean(result.statements(), Measured::afterMillis) : null,
                result.rejection());
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

    private static List<Advice> confirmed(List<Advice> standing, Verification verification) {
        Map<QualifiedName, Verification.Dropped> drops = new HashMap<>();
        verification.drops().forEach(drop -> drops.put(drop.index(), drop));
        List<Advice> confirmed = new ArrayList<>();
        for (Advice advice : standing) {
            Verification.Dropped drop = advice.isDrop() ? drops.get(existing(advice)) : null;
            if (drop != null) {
                if (drop.rejection() == null) {
                    confirmed.add(measured(advice, drop.statements()));
                }
            } else {
                Advice kept = advice;
                for (QualifiedName replaced : advice.replaces()) {
                    Verification.Dropped without = drops.get(replaced);
                    String rejection = without == null ? null : without.rejection();
                    kept = rejection == null ? kept : kept.keeping(replaced, rejection);
                }
                confirmed.add(measured(kept, verification.statements()));
            }
        }
        return confirmed;
    }

    private static Advice measured(Advice advice, List<Measured> statements) {
        return advice.with(advice.queries().stream()
                .map(query -> measured(query, statements))
                .toList());
    }

    /** Over the texts that the query stands for, weighted by their calls. */
    private static Query measured(Query query, List<Measured> statements) {
        List<Measured> texts = statements.stream()
                .filter(each -> each.subject().fingerprint().equals(query.fingerprint()))
                .toList();
        return calls(texts) > 0
                ? query.measured(mean(texts, Measured::beforeMillis), mean(texts, Measured::afterMillis))
                : query;
    }

    private static double calls(List<Measured> statements) {
        return statements.stream().mapToDouble(each -> each.subject().calls()).sum();
    }

    private static double mean(List<Measured> statements, ToDoubleFunction<Measured> millis) {
        return statements.stream()
                        .mapToDouble(each -> each.subject().calls() * millis.applyAsDouble(each))
                        .sum()
                / calls(statements);
    }
}
