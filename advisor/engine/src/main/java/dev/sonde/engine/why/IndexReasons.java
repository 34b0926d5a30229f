package dev.sonde.engine.why;

import static dev.sonde.engine.why.Amounts.cost;
import static dev.sonde.engine.why.Amounts.share;

import dev.sonde.engine.hygiene.HygieneFinding;
import dev.sonde.engine.hygiene.IndexHygiene;
import dev.sonde.engine.hygiene.IndexUse;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.selection.Alternative;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.why.Users.Answer;
import dev.sonde.engine.why.Weighing.Outcome;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.Upkeep;
import dev.sonde.engine.why.WhyReport.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers for indexes that exist. */
final class IndexReasons {

    /** Share of the workload's cost below which a loss is the planner's arithmetic. */
    private static final double NOTHING = 1e-6;

    private static final Set<String> SUPERFLUOUS = Set.of("duplicate-index", "redundant-index");

    private final Trials trials;
    private final CatalogSnapshot snapshot;
    private final Users users;
    private final List<HygieneFinding> hygiene;

    IndexReasons(Trials trials) {
        this.trials = trials;
        this.snapshot = trials.found().snapshot();
        this.users = new Users(trials);
        this.hygiene = IndexHygiene.of(snapshot);
    }

    /** What the planner says of losing the index; null figures where it cannot say. */
    private record Loss(
            List<User> users,
            @Nullable Double today,
            @Nullable Double without,
            @Nullable Double besideAdvice) {

        static final Loss UNKNOWN = new Loss(List.of(), null, null, null);

        /** Queries that are refused or noticeably dearer without the index. */
        long queriesThatLose() {
            return users.stream()
                    .filter(user -> {
                        Double without = user.costWithout();
                        return without == null || without > user.costWith() * Limits.REGRESSION;
                    })
                    .map(User::fingerprint)
                    .distinct()
                    .count();
        }

        boolean refuses() {
            return users.stream().anyMatch(user -> user.costWithout() == null);
        }
    }

    /** Who uses the index and what losing it costs. */
    Index of(NamedIndex.Existing asked) {
        TableSnapshot table =
                new PartitionedTables(snapshot).table(asked.table().name()).orElseThrow();
        IndexSnapshot index = table.indexes().stream()
                .filter(each -> each.name().equals(asked.index().name()))
                .findFirst()
                .orElseThrow();
        QualifiedName name = new QualifiedName(table.name().schema(), index.name());
        ForeignKeyNeeds needs = ForeignKeyNeeds.of(snapshot, table, index);
        List<HygieneFinding> findings = hygiene.stream()
                .filter(finding -> finding.index().equals(index.name())
                        && finding.table().equals(table.name().toString()))
                .toList();
        List<QualifiedName> hidden = hidden(name);
        Loss loss = hidden.isEmpty() ? Loss.UNKNOWN : loss(hidden);
        Outcome verdict = verdict(name, index, needs, findings, hidden, loss);
        dev.sonde.engine.advice.Upkeep upkeep = trials.found().upkeep(table, index);
        return new Index(
                name.sql(),
                true,
                index.definition(),
                table.name().toString(),
                index.size().bytes(),
                new Upkeep(upkeep.cost(), upkeep.entries(), upkeep.walBytes(), upkeep.hotLost()),
                index.constraint(),
                needs.sentences(),
                IndexUse.of(snapshot, index),
                findings,
                loss.users(),
                loss.without(),
                loss.today(),
                loss.besideAdvice(),
                verdict.verdict(),
                verdict.because());
    }

    /** The index and all parts of it that the planner can hide. */
    private List<QualifiedName> hidden(QualifiedName name) {
        List<QualifiedName> all = new ArrayList<>(List.of(name));
        for (int i = 0; i < all.size(); i++) {
            QualifiedName whole = all.get(i);
            for (TableSnapshot table : snapshot.tables()) {
                for (IndexSnapshot part : table.indexes()) {
                    if (whole.equals(part.parent())) {
                        all.add(new QualifiedName(table.name().schema(), part.name()));
                    }
                }
            }
        }
        return all.stream().filter(trials.found().planner()::canHide).toList();
    }

    private Loss loss(List<QualifiedName> hidden) {
        List<Answer> today = users.today();
        List<Answer> without = users.without(hidden);
        Double besideAdvice = users.total(users.advisedWithout(hidden));
        return new Loss(
                users.of(today, without, text -> text),
                users.total(today),
                users.total(without),
                besideAdvice == null ? null : besideAdvice - trials.totalAfter());
    }

    private Outcome verdict(
            QualifiedName name,
            IndexSnapshot index,
            ForeignKeyNeeds needs,
            List<HygieneFinding> findings,
            List<QualifiedName> hidden,
            Loss loss) {
        QualifiedName parent = index.parent();
        String constraint = index.constraint();
        if (!index.valid()) {
            return new Outcome(Verdict.INVALID, "INVALID: no plan uses it, and it may still cost every write");
        }
        if (parent != null) {
            return new Outcome(
                    Verdict.PART, "it is a part of " + parent.sql() + " and goes only with that: ask about it");
        }
        if (constraint != null) {
            return new Outcome(
                    Verdict.CONSTRAINT, "it goes only with its constraint, " + constraint + also(needs) + spent(loss));
        }
        if (index.unique()) {
            return new Outcome(
                    Verdict.UNIQUE,
                    "it is unique, which is a rule for the data and not only a way to read it" + also(needs)
                            + spent(loss));
        }
        for (HygieneFinding finding : findings) {
            if (SUPERFLUOUS.contains(finding.rule())) {
                return new Outcome(Verdict.SUPERFLUOUS, finding.reason() + spent(loss));
            }
        }
        String replacing = replacing(name);
        if (!replacing.isEmpty()) {
            return new Outcome(Verdict.REPLACED, "the advised " + replacing + " does all that it does" + spent(loss));
        }
        return hidden.isEmpty()
                ? new Outcome(
                        Verdict.UNKNOWN,
                        trials.found().planner().name()
                                + " cannot hide it, so that what losing it costs is not known; with --planner twin it is")
                : ofUse(index, needs, loss);
    }

    private Outcome ofUse(IndexSnapshot index, ForeignKeyNeeds needs, Loss loss) {
        long dearer = loss.queriesThatLose();
        if (dearer > 0) {
            return new Outcome(
                    Verdict.IN_USE,
                    (dearer == 1 ? "1 captured query depends" : dearer + " captured queries depend") + " on it"
                            + spent(loss));
        }
        if (!needs.served().isEmpty()) {
            return new Outcome(
                    Verdict.FOREIGN_KEY,
                    "no captured query needs it, but it is the only index for the look-ups of "
                            + String.join(", ", needs.served()));
        }
        IndexUse use = IndexUse.of(snapshot, index);
        return new Outcome(
                Verdict.NOT_NEEDED_HERE,
                "no captured query gets dearer without it"
                        + (loss.users().isEmpty() ? "" : ", those that use it have other plans at the same cost")
                        + "; counted: " + use.sentence()
                        + (use.scans() > 0 && loss.users().isEmpty()
                                ? ": something that was not captured uses it"
                                : ""));
    }

    private static double lost(Loss loss) {
        Double without = loss.without();
        Double today = loss.today();
        return without == null || today == null ? 0 : without - today;
    }

    private String spent(Loss loss) {
        if (loss.refuses()) {
            return "; without it the server refuses "
                    + Amounts.count(loss.users().stream()
                            .filter(user -> user.costWithout() == null)
                            .count())
                    + " of the captured queries";
        }
        if (loss.today() == null) {
            return "";
        }
        double lost = lost(loss);
        if (Math.abs(lost) <= NOTHING * trials.totalBefore()) {
            return "; without it the workload costs the same";
        }
        return "; without it the workload costs " + cost(Math.abs(lost)) + ", "
                + share(Math.abs(lost), trials.totalBefore()) + (lost > 0 ? ", more" : ", less");
    }

    private static String also(ForeignKeyNeeds needs) {
        return needs.resting().isEmpty() ? "" : ", and " + String.join(", ", needs.resting()) + " refers to it";
    }

    /** Name of the advised index that takes its place, empty if none does. */
    private String replacing(QualifiedName name) {
        for (int i = 0; i < trials.costs().alternatives().size(); i++) {
            Alternative existing = trials.alternative(i);
            boolean gone = existing.existing() && !trials.chosen().get(i);
            if (gone
                    && existing.index().name().equals(name.name())
                    && existing.index().definition().table().schema().equals(name.schema())) {
                return String.join(
                        ", ",
                        existing.covering().stream()
                                .filter(trials.advised()::get)
                                .mapToObj(by ->
                                        trials.names().of(trials.alternative(by).index()))
                                .toList());
            }
        }
        return "";
    }
}
