package dev.sonde.engine.hygiene;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.CatalogSnapshot.ForeignKey;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.IndexText;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the indexes of a snapshot. An index that a constraint needs, that is unique, or that is part of a partitioned
 * index is never called superfluous.
 */
public final class IndexHygiene {

    private static final int MIN_PAGES = 100;
    private static final String PROVED = "proved";
    private static final String COUNTED = "counted";

    private final CatalogSnapshot snapshot;
    private final PartitionedTables tables;
    private final List<HygieneFinding> findings = new ArrayList<>();

    private IndexHygiene(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.tables = new PartitionedTables(snapshot);
    }

    /** By table and index, in a fixed order. */
    public static List<HygieneFinding> of(CatalogSnapshot snapshot) {
        IndexHygiene hygiene = new IndexHygiene(snapshot);
        snapshot.tables()
                .forEach(table ->
                        hygiene.indexes(hygiene.tables.table(table.name()).orElse(table)));
        snapshot.foreignKeys().forEach(hygiene::foreignKey);
        hygiene.findings.sort(Comparator.comparing(HygieneFinding::table).thenComparing(HygieneFinding::index));
        return List.copyOf(hygiene.findings);
    }

    /**
     * The index of the table that does all that this one does, proved by the catalog; empty if there is none, or if this one
     * is invalid, unique, of a constraint or a part of a partitioned one.
     */
    public static Optional<IndexSnapshot> makesSuperfluous(TableSnapshot table, IndexSnapshot index) {
        return index.valid() && isFree(index) ? superseding(table, index) : Optional.empty();
    }

    private void indexes(TableSnapshot table) {
        for (IndexSnapshot index : table.indexes()) {
            if (!index.valid()) {
                invalid(table, index);
            } else if (isFree(index)) {
                Optional<IndexSnapshot> twin = makesSuperfluous(table, index);
                if (twin.isPresent()) {
                    superseded(table, index, twin.get());
                } else if (index.scans() == 0 && index.size().filePages() >= MIN_PAGES) {
                    unused(table, index);
                }
            }
        }
    }

    private static boolean isFree(IndexSnapshot index) {
        return index.constraint() == null && !index.unique() && !index.primary() && index.parent() == null;
    }

    private void invalid(TableSnapshot table, IndexSnapshot index) {
        boolean rebuilt = index.name().matches(".*_cc(new|old)\\d*");
        add(
                "invalid-index",
                PROVED,
                table,
                index,
                "INVALID: no query uses it, and it may still cost every write; "
                        + (rebuilt
                                ? "left over by a REINDEX CONCURRENTLY that failed"
                                : "left over by a concurrent build or drop that failed"),
                List.of(drop(table, index)));
    }

    /** The index that does all that this one does; of two that are equal and free, the first stays. */
    private static Optional<IndexSnapshot> superseding(TableSnapshot table, IndexSnapshot index) {
        IndexText own = IndexText.of(index);
        return table.indexes().stream()
                .filter(other -> other.valid()
                        && other.method().equals(index.method())
                        && !other.name().equals(index.name()))
                .filter(other -> {
                    IndexText text = IndexText.of(other);
                    return own.target().equals(text.target())
                            ? !isFree(other) || isBefore(table, other, index)
                            : isLeading(index, own, other, text);
                })
                .findFirst();
    }

    private static boolean isLeading(IndexSnapshot index, IndexText own, IndexSnapshot other, IndexText text) {
        return index.method().equals("btree")
                && own.leads(text)
                && index.predicate().equals(other.predicate())
                && text.columns().containsAll(index.include());
    }

    private static boolean isBefore(TableSnapshot table, IndexSnapshot one, IndexSnapshot other) {
        return table.indexes().indexOf(one) < table.indexes().indexOf(other);
    }

    private void superseded(TableSnapshot table, IndexSnapshot index, IndexSnapshot by) {
        boolean equal = holdsTheSame(index, by);
        add(
                equal ? "duplicate-index" : "redundant-index",
                PROVED,
                table,
                index,
                likeness(index, by) + by.name() + "; " + scans(index),
                List.of(drop(table, index)));
    }

    private static boolean holdsTheSame(IndexSnapshot index, IndexSnapshot by) {
        return IndexText.of(index).target().equals(IndexText.of(by).target());
    }

    /** What an index and the one that makes it superfluous have in common, to be followed by the latter's name. */
    public static String likeness(IndexSnapshot index, IndexSnapshot by) {
        return holdsTheSame(index, by) ? "holds the same as " : "its keys are the first keys of ";
    }

    private void unused(TableSnapshot table, IndexSnapshot index) {
        add("unused-index", COUNTED, table, index, scans(index), List.of(drop(table, index)));
    }

    private String scans(IndexSnapshot index) {
        return IndexUse.of(snapshot, index).sentence();
    }

    private void foreignKey(ForeignKey key) {
        Optional<TableSnapshot> table = tables.table(key.table());
        if (table.isEmpty() || table.get().size().filePages() < MIN_PAGES) {
            return;
        }
        List<TableSnapshot> leaves = tables.leaves(key.table());
        boolean covered = isCovered(table.get(), key)
                || (!leaves.isEmpty() && leaves.stream().allMatch(leaf -> isCovered(leaf, key)));
        if (!covered) {
            // The server does not build a partitioned index concurrently.
            String how = table.get().partitioned() ? "create index on " : "create index concurrently on ";
            IndexDefinition wanted =
                    IndexDefinition.btree(key.table(), key.columns().toArray(String[]::new));
            findings.add(new HygieneFinding(
                    "foreign-key-without-index",
                    PROVED,
                    key.table().toString(),
                    key.name(),
                    0,
                    "no index begins with its columns, so that each DELETE on " + key.referenced()
                            + ", and each change of its key, reads the whole table",
                    List.of(how + wanted.target())));
        }
    }

    private static boolean isCovered(TableSnapshot table, ForeignKey key) {
        return table.indexes().stream().anyMatch(index -> covers(index, key));
    }

    /**
     * Whether the index finds the rows that refer to a key: its leading keys are the foreign key's, in any order. A partial
     * one is good enough if it leaves out nothing but nulls.
     */
    public static boolean covers(IndexSnapshot index, ForeignKey key) {
        int width = key.columns().size();
        if (!index.valid() || !index.method().equals("btree") || index.keys().size() < width) {
            return false;
        }
        HashSet<String> leading = new HashSet<>();
        index.keys().subList(0, width).forEach(each -> leading.add(String.valueOf(each.column())));
        boolean whole = index.predicate().isEmpty()
                || key.columns().stream()
                        .anyMatch(column ->
                                index.predicate().equals("(" + SqlIdentifier.quoted(column) + " IS NOT NULL)"));
        return whole && leading.equals(new HashSet<>(key.columns()));
    }

    private static String drop(TableSnapshot table, IndexSnapshot index) {
        // The server does not drop a partitioned index concurrently.
        String how = table.partitioned() ? "drop index " : "drop index concurrently ";
        return how + new QualifiedName(table.name().schema(), index.name()).sql();
    }

    private void add(
            String rule,
            String certainty,
            TableSnapshot table,
            IndexSnapshot index,
            String reason,
            List<String> statements) {
        findings.add(new HygieneFinding(
                rule,
                certainty,
                table.name().toString(),
                index.name(),
                index.size().bytes(),
                reason,
                statements));
    }
}
