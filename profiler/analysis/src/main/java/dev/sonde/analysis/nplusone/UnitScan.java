package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.summary.Occurrence;
import dev.sonde.analysis.summary.Occurrences;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.summary.WorkloadSummary.UnitSummary;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.StatementShape;
import dev.sonde.capture.sql.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the repetitions of one unit of work. */
final class UnitScan {
    private final WorkloadSummary summary;
    private final int minRepetitions;
    private final Map<Long, StatementShape> shapes = new HashMap<>();
    private final UsualSites usualSites;

    UnitScan(WorkloadSummary summary, int minRepetitions) {
        this.summary = summary;
        this.minRepetitions = minRepetitions;
        this.usualSites = UsualSites.of(summary);
    }

    List<Repetition> repetitions(UnitSummary unit) {
        Map<Long, List<Occurrence>> byFingerprint = new TreeMap<>();
        TreeSet<Long> writes = new TreeSet<>();
        Map<Long, Occurrence> bySequence = new HashMap<>();
        for (Map.Entry<Long, Occurrences> entry : unit.statements().entrySet()) {
            Statement statement = summary.statement(entry.getKey());
            List<Occurrence> occurrences = entry.getValue().list();
            occurrences.forEach(occurrence -> bySequence.put(occurrence.sequence(), occurrence));
            if (statement == null) {
                continue;
            }
            StatementShape shape = shape(statement);
            if (shape.verb() != Verb.SELECT) {
                occurrences.forEach(occurrence -> writes.add(occurrence.sequence()));
            } else if (isCandidate(statement, shape)) {
                occurrences.removeIf(Occurrence::failed); // what follows a failure is a retry, not a loop
                byFingerprint
                        .computeIfAbsent(statement.fingerprint(), fingerprint -> new ArrayList<>())
                        .addAll(occurrences);
            }
        }
        List<Repetition> found = new ArrayList<>();
        for (List<Occurrence> group : byFingerprint.values()) {
            if (group.size() >= minRepetitions) {
                group.sort(Comparator.comparingLong(Occurrence::sequence));
                classify(unit.route(), group, writes, bySequence, found);
            }
        }
        return found;
    }

    private StatementShape shape(Statement statement) {
        return shapes.computeIfAbsent(statement.id(), id -> StatementShape.of(statement.sql()));
    }

    private static boolean isCandidate(Statement statement, StatementShape shape) {
        return !shape.skipsLocked()
                && !shape.isBatched()
                && !statement.truncated()
                && !statement.sql().contains("pg_catalog.")
                && !statement.sql().contains("pg_advisory_");
    }

    private void classify(
            String route,
            List<Occurrence> group,
            NavigableSet<Long> writes,
            Map<Long, Occurrence> bySequence,
            List<Repetition> found) {
        Statement statement =
                Objects.requireNonNull(summary.statement(group.get(0).statement()));
        Set<Integer> varying = varyingPositions(group);
        Set<Integer> paging = new HashSet<>();
        group.forEach(
                occurrence -> paging.addAll(shape(Objects.requireNonNull(summary.statement(occurrence.statement())))
                        .pagingPositions()));
        boolean texts = group.stream().map(Occurrence::statement).distinct().count() > 1;
        if (varying.stream().anyMatch(paging::contains) || (varying.isEmpty() && texts)) {
            return; // OFFSET, or a LIMIT written into the text
        }
        Provenance provenance = Provenance.of(group, varying);
        Statement parent = summary.statement(provenance.parentStatement());
        if (parent != null && parent.fingerprint() == statement.fingerprint()) {
            return; // keyset paging or a walk along a tree: the keys come from its own rows
        }
        CallSite parentSite = provenance.parents().stream()
                .sorted()
                .map(bySequence::get)
                .filter(Objects::nonNull)
                .map(occurrence -> summary.callSite(occurrence.callSite()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(usualSites.of(
                        route, provenance.parentStatement())); // sites are sampled; most lists have only one
        Frames.split(group, parentSite, summary).forEach((loop, occurrences) -> {
            if (occurrences.size() >= minRepetitions) {
                Set<Integer> positions = varyingPositions(occurrences);
                boolean duplicate = positions.isEmpty();
                boolean unknown =
                        occurrences.get(0).binds().isEmpty() && statement.sql().contains("$1");
                if (duplicate && !unknown && isReRead(occurrences, statement, writes)) {
                    return;
                }
                found.add(new Repetition(
                        duplicate && !unknown ? Repetition.Kind.DUPLICATE : Repetition.Kind.KEYED_LOOP,
                        statement,
                        occurrences,
                        (int) occurrences.stream()
                                .map(occurrence -> Provenance.key(occurrence, positions))
                                .distinct()
                                .count(),
                        Provenance.of(occurrences, positions),
                        Frames.of(loop, occurrences, summary)));
            }
        });
    }

    // After a write the same read may answer differently; a read of no table (select now()) is none to be cached
    private static boolean isReRead(List<Occurrence> occurrences, Statement statement, NavigableSet<Long> writes) {
        Long write = writes.higher(occurrences.get(0).sequence());
        boolean written =
                write != null && write < occurrences.get(occurrences.size() - 1).sequence();
        return written || !statement.sql().toLowerCase(Locale.ROOT).contains("from ");
    }

    private static Set<Integer> varyingPositions(List<Occurrence> group) {
        Set<Integer> varying = new HashSet<>();
        List<?> first = group.get(0).binds();
        for (Occurrence occurrence : group) {
            for (int i = 0; i < Math.min(first.size(), occurrence.binds().size()); i++) {
                if (!Objects.equals(first.get(i), occurrence.binds().get(i))) {
                    varying.add(i + 1);
                }
            }
        }
        return varying;
    }
}
