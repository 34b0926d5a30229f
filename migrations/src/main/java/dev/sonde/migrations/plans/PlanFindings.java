package dev.sonde.migrations.plans;

import dev.sonde.engine.carry.CarriedSnapshot;
import dev.sonde.engine.carry.CarriedSnapshot.NewIndex;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.trace.Preparation.Accepted;
import dev.sonde.migrations.trace.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges plans before and after: what got worse and by which change, what new indexes are for. */
final class PlanFindings {

    /** Of the estimated cost of all captured executions: what costs less is a warning. */
    private static final double MUCH = 0.01;
    /** A scan of that much is as cheap as an index. */
    private static final long SMALL_BYTES = 1L << 20;

    private final List<PlanChange> changes;
    private final Map<String, Accepted> uses;
    private final CarriedSnapshot carried;
    private final Causes causes;
    private final double workload;
    private final List<MigrationFinding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param uses what each statement locks before the change, by its id */
    PlanFindings(List<PlanChange> changes, Map<String, Accepted> uses, CarriedSnapshot carried, Causes causes) {
        this.changes = changes;
        this.uses = uses;
        this.carried = carried;
        this.causes = causes;
        this.workload = changes.stream().mapToDouble(PlanChange::totalBefore).sum();
        judge();
    }

    List<MigrationFinding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    private void judge() {
        List<PlanChange> worse = new ArrayList<>(changes.stream()
                .filter(PlanChange::worse)
                .sorted(Comparator.comparingDouble((PlanChange change) -> change.totalBefore() - change.totalAfter()))
                .toList());
        long better = changes.stream().filter(PlanChange::better).count();
        double after = changes.stream().mapToDouble(PlanChange::totalAfter).sum();
        notes.add(Words.statements(changes.size()) + " ("
                + Words.count(changes.stream().mapToLong(PlanChange::calls).sum(), "execution")
                + ") planned before and after with the source's statistics: estimated cost of all executions "
                + Words.cost(workload) + " → " + Words.cost(after) + "; " + better + " better, " + worse.size()
                + " worse");
        droppedIndexes(worse);
        regressions(worse);
        newIndexes();
        notes.addAll(carried.notes());
    }

    private void droppedIndexes(List<PlanChange> worse) {
        for (QualifiedName index : new TreeSet<>(carried.droppedIndexes())) {
            List<PlanChange> users = changes.stream()
                    .filter(change -> change.indexesBefore().contains(index.name()))
                    .toList();
            List<PlanChange> hurt = users.stream()
                    .filter(PlanChange::worse)
                    .filter(worse::contains)
                    .toList();
            worse.removeAll(hurt);
            if (!hurt.isEmpty()) {
                add(
                        causes.ofDropped(index),
                        MigrationRule.USED_INDEX_DROPPED,
                        "index " + index + " is dropped, and " + Words.statementsCost(hurt.size(), " planned with it")
                                + " more",
                        hurt);
            } else if (!users.isEmpty()) {
                notes.add("index " + index + " is dropped: " + Words.statementsCost(users.size(), " planned with it")
                        + " no more without it");
            }
        }
    }

    private void regressions(List<PlanChange> worse) {
        Map<Place, List<PlanChange>> byCause = new LinkedHashMap<>();
        for (PlanChange change : worse) {
            Place cause = change.newLookUps().isEmpty()
                    ? causes.ofChange(relations(change))
                    : causes.ofForeignKey(change.newLookUps());
            byCause.computeIfAbsent(cause, place -> new ArrayList<>()).add(change);
        }
        byCause.forEach((place, hurt) -> add(
                place,
                MigrationRule.PLAN_REGRESSION,
                Words.statementsCost(hurt.size(), "") + " more after the new migrations",
                hurt));
    }

    private List<Relation> relations(PlanChange change) {
        Accepted use = uses.get(change.captured().statement().id());
        return use == null
                ? List.of()
                : use.locks().stream().map(lock -> lock.relation()).toList();
    }

    private void add(Place place, MigrationRule rule, String what, List<PlanChange> hurt) {
        double increase = hurt.stream()
                .mapToDouble(change -> change.totalAfter() - change.totalBefore())
                .sum();
        Severity severity = increase >= MUCH * workload ? Severity.ERROR : Severity.WARNING;
        findings.add(place.finding(
                rule,
                severity,
                what + ", estimated at " + Words.share(increase, workload) + " of all captured executions' cost: "
                        + Words.list(hurt, Words::costs)));
    }

    private void newIndexes() {
        Map<String, String> parents = parents();
        Set<String> chosen = new TreeSet<>();
        Map<String, List<PlanChange>> byIndex = new TreeMap<>();
        for (PlanChange change : changes) {
            for (String used : change.indexesAfter()) {
                for (String name = used; name != null; name = parents.get(name)) {
                    chosen.add(name);
                    if (change.better()) {
                        byIndex.computeIfAbsent(name, index -> new ArrayList<>())
                                .add(change);
                    }
                }
            }
        }
        for (NewIndex index : carried.newIndexes()) {
            Place place = causes.ofNew(index.name(), index.table());
            List<PlanChange> gaining = byIndex.getOrDefault(index.name().name(), List.of());
            if (!gaining.isEmpty()) {
                double gain = gaining.stream()
                        .mapToDouble(change -> change.totalBefore() - change.totalAfter())
                        .sum();
                notes.add("plan-improved: "
                        + Words.statementsCost(
                                gaining.size(),
                                " planned with the new index " + index.name() + " (" + place.file() + ")")
                        + " less, estimated at "
                        + Words.share(gain, workload) + " of all captured executions' cost: "
                        + Words.list(gaining, Words::costs));
            } else if (chosen.contains(index.name().name())) {
                notes.add("the new index " + index.name() + " (" + place.file()
                        + ") is chosen by captured statements, at about the cost that they had before");
            } else if (!index.constraint()) {
                findings.add(neverChosen(index, place));
            }
        }
    }

    private MigrationFinding neverChosen(NewIndex index, Place place) {
        long readers = uses.values().stream()
                .filter(use -> use.locks().stream()
                        .anyMatch(lock -> lock.relation().name().equals(index.earlierTable())))
                .count();
        boolean judged = readers > 0 && index.tableBytes() >= SMALL_BYTES;
        String name = index.name().name();
        String message;
        if (readers == 0) {
            message = "no captured statement uses " + index.table() + ", so none is planned with " + name;
        } else {
            String users = readers == 1
                    ? "the captured statement that uses " + index.table() + " is not planned with "
                    : "none of the " + Words.statements((int) readers) + " that use " + index.table()
                            + " is planned with ";
            message = users + name + ", which takes " + megabytes(index.bytes()) + " (estimated)";
        }
        return place.finding(MigrationRule.INDEX_NEVER_CHOSEN, judged ? Severity.WARNING : Severity.INFO, message);
    }

    private static String megabytes(long bytes) {
        return bytes < SMALL_BYTES ? "under 1 MB" : (bytes >> 20) + " MB";
    }

    /** Indexes that are parts of a partitioned table's index, with that one. */
    private Map<String, String> parents() {
        Map<String, String> parents = new TreeMap<>();
        for (TableSnapshot table : carried.snapshot().tables()) {
            for (IndexSnapshot index : table.indexes()) {
                QualifiedName parent = index.parent();
                if (parent != null) {
                    parents.put(index.name(), parent.name());
                }
            }
        }
        return parents;
    }
}
