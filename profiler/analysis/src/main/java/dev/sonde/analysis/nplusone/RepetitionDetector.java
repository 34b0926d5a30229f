package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.Occurrence;
import dev.sonde.analysis.summary.Occurrences;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.summary.WorkloadSummary.UnitSummary;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Finds {@code n-plus-one} and {@code duplicate-read}: one finding per fault and route. */
public final class RepetitionDetector {
    private RepetitionDetector() {}

    public static List<Finding> detect(WorkloadSummary summary, FindingOptions options) {
        UnitScan scan = new UnitScan(summary, options.minRepetitions());
        Map<Long, Long> dropped = summary.droppedExecutions();
        Map<Fault, LoopEvidence> faults = new TreeMap<>();
        for (UnitSummary unit : summary.units()) {
            Session session = summary.session(unit.session());
            String service = session == null ? "" : session.service();
            boolean uncertain = dropped.getOrDefault(unit.session(), 0L) > 0;
            for (Loop loop : Loop.group(scan.repetitions(unit), summary)) {
                Provenance provenance = loop.head().provenance();
                Statement parent = provenance.isProof() ? summary.statement(provenance.parentStatement()) : null;
                boolean cut = loop.members().stream()
                        .anyMatch(member ->
                                member.occurrences().stream().anyMatch(occurrence -> isCut(unit, occurrence)));
                Fault fault = Fault.of(service, unit.route(), loop, parent);
                faults.computeIfAbsent(fault, f -> new LoopEvidence(summary, f))
                        .add(loop, parentRows(unit, provenance), uncertain, cut);
            }
        }
        joinUnlocated(faults);
        return faults.values().stream().map(LoopEvidence::finding).toList();
    }

    /** Call sites are sampled: a unit without one is counted to the fault that other units show in the same place. */
    private static void joinUnlocated(Map<Fault, LoopEvidence> faults) {
        for (Fault fault : List.copyOf(faults.keySet())) {
            if (!fault.loopMethod().isEmpty()) {
                continue;
            }
            faults.keySet().stream()
                    .filter(other -> !other.loopMethod().isEmpty() && other.matches(fault))
                    .max(Comparator.comparingLong((Fault other) ->
                                    Objects.requireNonNull(faults.get(other)).executions())
                            .thenComparing(Comparator.reverseOrder()))
                    .ifPresent(located -> Objects.requireNonNull(faults.get(located))
                            .addAll(Objects.requireNonNull(faults.remove(fault))));
        }
    }

    private static boolean isCut(UnitSummary unit, Occurrence occurrence) {
        Occurrences all = unit.statements().get(occurrence.statement());
        return all != null && all.isCut();
    }

    private static long parentRows(UnitSummary unit, Provenance provenance) {
        Occurrences parents = unit.statements().get(provenance.parentStatement());
        if (parents == null) {
            return -1;
        }
        return parents.list().stream()
                .filter(parent -> provenance.parents().contains(parent.sequence()))
                .mapToLong(Occurrence::rows)
                .sum();
    }
}
