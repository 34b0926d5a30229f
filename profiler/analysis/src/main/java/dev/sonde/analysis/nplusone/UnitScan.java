package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.nplusone.StatementTraits.Use;
import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the repetitions of one unit of work. Executions of one fingerprint are one group; groups too small to be a loop
 * by themselves are joined when their keys come from one column and one loop: the branches of a polymorphic read.
 */
final class UnitScan {
    private final Dictionary dictionary;
    private final UsualSites usualSites;
    private final int minRepetitions;
    private final LongMap<StatementTraits> traits;

    /**
     * @param traits of statements by identifier, filled as they are met
     */
    UnitScan(Dictionary dictionary, UsualSites usualSites, int minRepetitions, LongMap<StatementTraits> traits) {
        this.traits = traits;
        this.dictionary = dictionary;
        this.usualSites = usualSites;
        this.minRepetitions = minRepetitions;
    }

    UnitContext context(UnitExecutions unit) {
        return new UnitContext(unit.inOrder(), this::traits);
    }

    /** In the order in which they began. */
    List<Repetition> repetitions(UnitExecutions unit, UnitContext context) {
        List<Execution> all = unit.inOrder();
        if (all.size() < minRepetitions) {
            return List.of();
        }
        @Nullable StatementTraits[] traitsOfAll = new @Nullable StatementTraits[all.size()];
        if (!mayRepeat(unit, traitsOfAll)) {
            return List.of();
        }
        LongMap<List<Execution>> byFingerprint = new LongMap<>();
        List<Execution> group = List.of();
        StatementTraits traitsOfGroup = null; // the next execution of a loop is mostly of the same statement
        for (int i = 0; i < traitsOfAll.length; i++) {
            StatementTraits known = traitsOfAll[i];
            if (known != null && known.use() != Use.NONE) {
                if (known != traitsOfGroup) {
                    group = group(byFingerprint, known.fingerprint());
                    traitsOfGroup = known;
                }
                group.add(all.get(i));
            }
        }
        List<Repetition> found = new ArrayList<>();
        List<Execution> strays = new ArrayList<>();
        byFingerprint.forEach((fingerprint, executions) -> {
            if (executions.size() >= minRepetitions) {
                classify(unit, executions, context, found);
            } else {
                for (Execution execution : executions) {
                    if (execution.link() != null) {
                        strays.add(execution);
                    }
                }
            }
        });
        if (strays.size() >= minRepetitions) {
            joinStrays(unit, strays, context, found);
        }
        found.sort(Comparator.comparingLong(Repetition::first).thenComparingLong(Repetition::fingerprint));
        return found;
    }

    private static List<Execution> group(LongMap<List<Execution>> byFingerprint, long fingerprint) {
        List<Execution> known = byFingerprint.get(fingerprint);
        if (known == null) {
            known = new ArrayList<>();
            byFingerprint.put(fingerprint, known);
        }
        return known;
    }

    /**
     * Whether any statement, or any keys, come often enough to be looked at: most units end here.
     *
     * @param traitsOfAll is filled
     */
    private boolean mayRepeat(UnitExecutions unit, @Nullable StatementTraits[] traitsOfAll) {
        long[] fingerprints = new long[traitsOfAll.length];
        for (int i = 0; i < fingerprints.length; i++) {
            StatementTraits known = traits(unit.statement(i));
            traitsOfAll[i] = known;
            fingerprints[i] = known == null ? 0 : known.fingerprint();
        }
        if (unit.linked() >= minRepetitions) {
            return true;
        }
        Arrays.sort(fingerprints);
        for (int i = minRepetitions - 1; i < fingerprints.length; i++) {
            if (fingerprints[i] == fingerprints[i - minRepetitions + 1]) {
                return true;
            }
        }
        return false;
    }

    private @Nullable StatementTraits traits(Execution execution) {
        return traits(execution.statement());
    }

    private @Nullable StatementTraits traits(long id) {
        StatementTraits known = traits.get(id);
        if (known == null) {
            Statement statement = dictionary.statement(id);
            if (statement == null) {
                return null;
            }
            known = StatementTraits.of(statement);
            traits.put(id, known);
        }
        return known;
    }

    private void classify(UnitExecutions unit, List<Execution> group, UnitContext context, List<Repetition> found) {
        Varying varying = Varying.of(group);
        Provenance provenance = Provenance.of(group, varying);
        CallSite parentSite = parentSite(unit, provenance, context);
        Frames.split(group, parentSite, dictionary).forEach((loop, executions) -> {
            if (executions.size() >= minRepetitions) {
                Repetition repetition = executions.size() == group.size()
                        ? repetition(loop, executions, varying, provenance)
                        : repetition(loop, executions);
                Kind kind = Classification.of(repetition, context, minRepetitions);
                if (kind != null) {
                    found.add(repetition.as(kind));
                }
            }
        });
    }

    private Repetition repetition(String loop, List<Execution> executions) {
        Varying varying = Varying.of(executions);
        return repetition(loop, executions, varying, Provenance.of(executions, varying));
    }

    private Repetition repetition(String loop, List<Execution> executions, Varying varying, Provenance provenance) {
        return new Repetition(
                Kind.KEYED_LOOP,
                traitsOf(executions.get(0)),
                executions,
                varying.positions(),
                varying.keys().distinct(),
                provenance,
                Frames.of(loop, executions, dictionary));
    }

    private StatementTraits traitsOf(Execution execution) {
        StatementTraits known = traits(execution);
        if (known == null) {
            throw new IllegalStateException("statement of a group is not known: " + execution.statement());
        }
        return known;
    }

    private @Nullable CallSite parentSite(UnitExecutions unit, Provenance provenance, UnitContext context) {
        if (!provenance.isKnown()) {
            return null;
        }
        for (long parent : provenance.parents().stream().sorted().toList()) {
            Execution execution = context.bySequence(parent);
            CallSite site = execution == null ? null : dictionary.callSite(execution.callSite());
            if (site != null) {
                return site;
            }
        }
        // Sites are sampled; most lists are read in one place only
        return usualSites.of(dictionary.route(unit.key()), provenance.parentStatement(), dictionary);
    }

    private record Source(long statement, int column, boolean write) {}

    private void joinStrays(UnitExecutions unit, List<Execution> strays, UnitContext context, List<Repetition> found) {
        Map<Source, List<Execution>> bySource = new TreeMap<>(Comparator.comparingLong(Source::statement)
                .thenComparingInt(Source::column)
                .thenComparing(Source::write));
        for (Execution stray : strays) {
            Link link = stray.link();
            StatementTraits known = traitsOf(stray);
            StatementTraits parent = link == null ? null : traits(link.parentStatement());
            if (link != null
                    && !known.shape().isBatched()
                    && (parent == null || parent.fingerprint() != known.fingerprint())) {
                bySource.computeIfAbsent(
                                new Source(link.parentStatement(), link.column(), known.use() == Use.WRITE),
                                source -> new ArrayList<>())
                        .add(stray);
            }
        }
        bySource.forEach((source, executions) -> {
            executions.sort(Comparator.comparingLong(Execution::sequence));
            CallSite parentSite = parentSite(unit, Provenance.ofPlaces(executions), context);
            Frames.split(executions, parentSite, dictionary).forEach((loop, members) -> {
                Provenance provenance = Provenance.ofPlaces(members);
                if (!loop.isEmpty() && provenance.distinct() >= minRepetitions) {
                    found.add(new Repetition(
                            source.write() ? Kind.WRITE_LOOP : Kind.KEYED_LOOP,
                            traitsOf(mostFrequent(members)),
                            members,
                            Set.of(),
                            provenance.distinct(),
                            provenance,
                            Frames.of(loop, members, dictionary)));
                }
            });
        });
    }

    private Execution mostFrequent(List<Execution> executions) {
        Map<Long, Integer> counts = new HashMap<>();
        executions.forEach(execution -> counts.merge(traitsOf(execution).fingerprint(), 1, Integer::sum));
        Execution best = executions.get(0);
        for (Execution execution : executions) {
            if (counts.getOrDefault(traitsOf(execution).fingerprint(), 0)
                    > counts.getOrDefault(traitsOf(best).fingerprint(), 0)) {
                best = execution;
            }
        }
        return best;
    }
}
