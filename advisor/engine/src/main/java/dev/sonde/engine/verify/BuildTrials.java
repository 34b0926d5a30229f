package dev.sonde.engine.verify;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.ClonedStatement.Run;
import dev.sonde.engine.verify.Verification.Built;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Skipped;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements with the indexes that were built, and finds those without which none is slower than it was before. They go one
 * at a time, in transactions that are rolled back, and the statements that used one are run again without it: what stands
 * at the end was measured as it stands.
 */
final class BuildTrials {

    private final ClonedStatement clone;
    private final Map<Subject, Run> before;
    private final List<Candidate> candidates;
    private final Map<Subject, Result> results = new LinkedHashMap<>();
    private final Map<Candidate, String> rejections = new LinkedHashMap<>();
    private final Set<Candidate> slower = new HashSet<>();
    private final List<Measured> withAll;

    /**
     * An index under test.
     *
     * @param names of the real indexes: on a partitioned table one on each partition that holds rows, since CREATE INDEX on
     *     the whole would make an equal index that was there before a part of it, to be dropped with it; none if it could not
     *     be built
     */
    record Candidate(
            IndexDefinition definition,
            List<QualifiedName> names,
            long bytes,
            double millis,
            @Nullable String error) {}

    /** The last run of a statement. */
    private record Result(Run run, Measured measured) {
        boolean uses(Candidate candidate) {
            return measured.uses().contains(candidate.definition());
        }

        /** What no new index took part in, none has to answer for. */
        boolean isSlower() {
            return measured.isRegression() && !measured.uses().isEmpty();
        }
    }

    /**
     * Makes all trials.
     *
     * @param before what running the statements without the indexes showed
     */
    BuildTrials(ClonedStatement clone, Map<Subject, Run> before, List<Candidate> candidates) throws SQLException {
        this.clone = clone;
        this.before = before;
        this.candidates = candidates;
        for (Candidate candidate : candidates) {
            if (candidate.error() != null) {
                rejections.put(candidate, "could not be built: " + candidate.error());
            }
        }
        for (Subject subject : before.keySet()) {
            results.put(subject, attempt(subject, rejections.keySet()));
        }
        this.withAll = measured();
        boolean more = true;
        while (more) {
            more = rejectForTheSlowest() || rejectTheLeastUseful();
        }
        for (Candidate candidate : standing(rejections.keySet())) {
            if (users(candidate).isEmpty()) {
                rejections.put(candidate, "no statement that was run used it");
            }
        }
    }

    /** With all of the indexes. */
    List<Measured> withAll() {
        return withAll;
    }

    /** With those that stand. */
    List<Measured> measured() {
        return results.values().stream()
                .filter(result -> result.run().refusal() == null)
                .map(Result::measured)
                .toList();
    }

    List<Skipped> skipped() {
        List<Skipped> skipped = new ArrayList<>();
        results.forEach((subject, result) -> {
            if (result.run().refusal() != null) {
                skipped.add(
                        new Skipped(subject, "with the indexes: " + result.run().refusal()));
            }
        });
        return skipped;
    }

    List<Built> judged() {
        return candidates.stream()
                .map(candidate -> new Built(
                        candidate.definition(),
                        candidate.bytes(),
                        candidate.millis(),
                        rejections.get(candidate),
                        slower.contains(candidate)))
                .toList();
    }

    /** Drops of indexes that were there before, beside those that stand. */
    DropTrials drops() {
        Map<Subject, Run> with = new LinkedHashMap<>();
        results.forEach((subject, result) -> {
            if (result.run().refusal() == null) {
                with.put(subject, result.run());
            }
        });
        return new DropTrials(clone, with, names(rejections.keySet()));
    }

    private boolean rejectForTheSlowest() throws SQLException {
        Optional<Result> slowest = results.values().stream()
                .filter(Result::isSlower)
                .min(Comparator.comparingDouble(result -> result.measured().gain()));
        if (slowest.isEmpty()) {
            return false;
        }
        for (Candidate candidate : culprits(slowest.get())) {
            Set<String> fingerprints = new TreeSet<>();
            users(candidate).stream()
                    .filter(Result::isSlower)
                    .forEach(result ->
                            fingerprints.add(result.measured().subject().fingerprint()));
            slower.add(candidate);
            reject(candidate, "slower with it, measured: " + String.join(", ", fingerprints));
        }
        return true;
    }

    /**
     * Of the indexes that a slower statement used, the one without which it is not slower; if there are several, or none, the
     * one that all statements together miss least. All of them where the clone does not say.
     */
    private List<Candidate> culprits(Result slower) throws SQLException {
        Subject subject = slower.measured().subject();
        List<Candidate> used = candidates.stream().filter(slower::uses).toList();
        if (used.size() == 1) {
            return used;
        }
        Map<Candidate, Double> mended = new LinkedHashMap<>();
        Map<Candidate, Double> others = new LinkedHashMap<>();
        for (Candidate candidate : used) {
            Set<Candidate> without = new LinkedHashSet<>(rejections.keySet());
            without.add(candidate);
            Result result = attempt(subject, without);
            if (result.run().refusal() != null) {
                return used;
            }
            double missed = gain(candidate)
                    - slower.measured().gain()
                    - result.measured().gain();
            (result.isSlower() ? others : mended).put(candidate, missed);
        }
        return (mended.isEmpty() ? others : mended)
                .entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .map(least -> List.of(least.getKey()))
                        .orElse(used);
    }

    private boolean rejectTheLeastUseful() throws SQLException {
        Optional<Candidate> useless = standing(rejections.keySet()).stream()
                .filter(candidate -> !users(candidate).isEmpty() && gain(candidate) <= 0)
                .min(Comparator.comparingDouble(this::gain));
        if (useless.isEmpty()) {
            return false;
        }
        reject(useless.get(), "the statements that used it were not faster, measured");
        return true;
    }

    private void reject(Candidate candidate, String reason) throws SQLException {
        List<Result> users = users(candidate);
        rejections.put(candidate, reason);
        for (Result user : users) {
            Subject subject = user.measured().subject();
            results.put(subject, attempt(subject, rejections.keySet()));
        }
    }

    private List<Result> users(Candidate candidate) {
        return results.values().stream()
                .filter(result -> result.run().refusal() == null && result.uses(candidate))
                .toList();
    }

    private double gain(Candidate candidate) {
        return users(candidate).stream()
                .mapToDouble(result -> result.measured().gain())
                .sum();
    }

    private List<Candidate> standing(Collection<Candidate> without) {
        return candidates.stream()
                .filter(candidate -> !without.contains(candidate))
                .toList();
    }

    private static List<QualifiedName> names(Collection<Candidate> candidates) {
        return candidates.stream()
                .flatMap(candidate -> candidate.names().stream())
                .toList();
    }

    private Result attempt(Subject subject, Collection<Candidate> without) throws SQLException {
        List<Candidate> standing = standing(without);
        Run old = before.getOrDefault(subject, Run.refused(""));
        if (standing.isEmpty()) {
            return result(subject, old, old, standing);
        }
        List<QualifiedName> dropped = names(without);
        Result first = result(subject, old, clone.run(subject.sql(), dropped), standing);
        if (first.measured().isRegression()) {
            // Once more, and without any of the indexes as well: what else the machine does now may be the cause
            Run again = clone.run(subject.sql(), names(candidates));
            Result second = result(subject, again, clone.run(subject.sql(), dropped), standing);
            if (again.refusal() == null && !second.measured().isRegression()) {
                return second;
            }
        }
        return first;
    }

    private static Result result(Subject subject, Run before, Run after, List<Candidate> standing) {
        List<IndexDefinition> uses = standing.stream()
                .filter(candidate -> candidate.names().stream()
                        .anyMatch(index -> after.indexes().contains(index.name())))
                .map(Candidate::definition)
                .toList();
        return new Result(
                after,
                new Measured(subject, before.millis(), before.timedOut(), after.millis(), after.timedOut(), uses));
    }
}
