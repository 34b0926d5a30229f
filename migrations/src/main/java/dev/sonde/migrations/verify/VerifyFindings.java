package dev.sonde.migrations.verify;

import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.verify.DefinitionCheck.Words;
import dev.sonde.migrations.verify.IndexStatement.Name;
import dev.sonde.migrations.verify.LiveIndex.Partition;
import dev.sonde.migrations.verify.VerifyReport.Choice;
import dev.sonde.migrations.verify.VerifyReport.Finding;
import dev.sonde.migrations.verify.VerifyReport.Query;
import dev.sonde.migrations.writer.SqlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges what was found of each index, and says which statement mends it. */
final class VerifyFindings {

    private static final int MAX_PARTITIONS = 5;

    private final LiveIndexes live;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Long> told = new HashSet<>();

    VerifyFindings(LiveIndexes live) {
        this.live = live;
    }

    /**
     * Judges an index that should be there.
     *
     * @param words definitions in one server's words, empty if they were not compared
     * @param queries empty if none are known that could use it
     */
    void expected(
            ExpectedIndex index, Optional<LiveIndex> found, Optional<Words> words, Optional<List<Query>> queries) {
        if (found.isEmpty()) {
            missing(index);
            return;
        }
        LiveIndex actual = found.get();
        told.add(actual.oid());
        if (!actual.usable()) {
            unusable(index, actual);
            return;
        }
        boolean differs = words.isPresent() && !words.get().same();
        if (differs) {
            differs(index, actual, words.get());
        } else {
            queries.ifPresent(asked -> choice(actual, asked));
        }
    }

    private void missing(ExpectedIndex index) {
        add(
                "index-missing",
                Severity.ERROR,
                index.name().toString(),
                index.table().toString(),
                "there is no index of this name, though " + String.join(" and ", index.origins())
                        + (index.origins().size() == 1 ? " makes it" : " make it"),
                List.of(index.create(index.name().name(), !index.onlyParent()) + ";"));
    }

    private void unusable(ExpectedIndex index, LiveIndex actual) {
        if (live.underWay(actual)) {
            add(
                    "index-building",
                    Severity.WARNING,
                    actual,
                    "it is being built: verify again when that is done",
                    List.of());
        } else if (actual.partitioned() && actual.live()) {
            partitions(actual);
        } else if (actual.live()) {
            add("index-invalid", Severity.ERROR, actual, actual.state(), List.of(actual.reindex()));
        } else {
            String again = index.create(index.name().name(), true) + ";";
            add("index-invalid", Severity.ERROR, actual, actual.state(), List.of(actual.drop(), again));
        }
    }

    private void differs(ExpectedIndex index, LiveIndex actual, Words words) {
        List<String> statements = new ArrayList<>();
        boolean ours = actual.constraint() == null && !actual.part();
        if (ours) {
            statements.add(actual.drop());
            statements.add(index.create(actual.name().name(), !actual.partitioned()) + ";");
        }
        add(
                "index-differs",
                Severity.ERROR,
                actual,
                "it is not the index that was asked for, which is: " + words.expected() + "; it is: " + words.actual()
                        + (ours ? "" : "; a constraint or a partitioned index needs it"),
                statements);
    }

    private void choice(LiveIndex actual, List<Query> queries) {
        if (queries.stream().anyMatch(query -> query.choice() == Choice.CHOSEN)) {
            return;
        }
        if (queries.isEmpty()) {
            String message = "no captured statement reads " + actual.table();
            add("index-not-chosen", Severity.INFO, actual, message, List.of());
            return;
        }
        List<String> doubts = queries.stream()
                .filter(query -> query.choice() == Choice.UNKNOWN)
                .map(query -> String.valueOf(query.reason()))
                .distinct()
                .toList();
        boolean certain = doubts.isEmpty();
        String who = queries.size() == 1 ? "the query that it is for does not use it" : "none of its queries uses it";
        add(
                "index-not-chosen",
                certain ? Severity.WARNING : Severity.INFO,
                actual,
                certain ? who : who + ", which need not mean anything: " + String.join("; ", doubts),
                List.of());
    }

    /** Judges indexes that should be gone. */
    void gone(Map<Name, String> names) {
        names.forEach((name, origin) -> live.find(name).ifPresent(index -> {
            told.add(index.oid());
            boolean underWay = live.underWay(index);
            add(
                    "index-not-dropped",
                    Severity.WARNING,
                    index,
                    "it is still there, though " + origin + " drops it"
                            + (underWay ? "; it is being worked on: verify again when that is done" : "")
                            + (index.usable() || underWay ? "" : "; it is " + index.state()),
                    underWay ? List.of() : List.of(index.drop()));
        }));
    }

    /** Judges what nobody asked for and nobody can use. */
    void leftovers() {
        for (LiveIndex index : live.indexes()) {
            if (index.usable() || told.contains(index.oid()) || live.underWay(index)) {
                continue;
            }
            if (index.partitioned() && index.live()) {
                if (!index.part()) {
                    partitions(index); // and with it those of its parts that are partitioned
                }
            } else if (index.ofReindex()) {
                String message = index.state() + "; left over by a REINDEX CONCURRENTLY that was cut off";
                add("leftover-index", Severity.WARNING, index, message, List.of(index.drop()));
            } else if (!index.live()) {
                add("leftover-index", Severity.WARNING, index, index.state(), List.of(index.drop()));
            } else {
                boolean free = index.constraint() == null && !index.part();
                String message = index.state() + "; left over by a concurrent build or drop that was cut off"
                        + (free ? "; if nobody wants it, instead: " + index.drop() : "");
                add("leftover-index", Severity.WARNING, index, message, List.of(index.reindex()));
            }
        }
    }

    private void partitions(LiveIndex index) {
        List<Partition> all = live.partitions().getOrDefault(index.oid(), List.of());
        List<String> lacking = all.stream()
                .filter(partition -> partition.index().isEmpty())
                .map(partition -> partition.table().toString())
                .toList();
        if (lacking.isEmpty()) {
            String message = "INVALID, since an index of a partition that is part of it was";
            add("index-invalid", Severity.ERROR, index, message, index.completion(all));
            return;
        }
        String names = String.join(", ", lacking.subList(0, Math.min(MAX_PARTITIONS, lacking.size())))
                + (lacking.size() > MAX_PARTITIONS ? " and " + (lacking.size() - MAX_PARTITIONS) + " more" : "");
        add(
                "partition-without-index",
                Severity.ERROR,
                index,
                "INVALID, since these partitions have no index that is attached to it: " + names,
                index.completion(all));
    }

    private void add(String rule, Severity severity, LiveIndex index, String message, List<String> statements) {
        add(rule, severity, index.name().toString(), index.table().toString(), message, statements);
    }

    /** The statements as text that can be shown and run, whatever names hold. */
    private void add(
            String rule, Severity severity, String index, String table, String message, List<String> statements) {
        List<String> shown = statements.stream().map(SqlText::rewritten).toList();
        findings.add(new Finding(rule, severity, index, table, message, shown));
    }

    /** Worst first, then by name. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::severity)
                .thenComparing(Finding::index)
                .thenComparing(Finding::rule));
        return sorted;
    }
}
