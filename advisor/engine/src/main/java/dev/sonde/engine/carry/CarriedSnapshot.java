package dev.sonde.engine.carry;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot of the source would be once its schema had been changed as that of a copy was. Sizes stay but for
 * tables that were written anew with other widths; a column whose type changed keeps its statistics, as if ANALYZE had
 * run since.
 *
 * @param newIndexes that no index of before became, with their size as predicted; not those of new tables
 *     or columns, which no statement of before can use
 * @param droppedIndexes names of before
 * @param newTables made since, which hold what the copy's hold
 * @param notes what the reader of plans should know
 */
public record CarriedSnapshot(
        CatalogSnapshot snapshot,
        List<NewIndex> newIndexes,
        Set<QualifiedName> droppedIndexes,
        Set<QualifiedName> newTables,
        List<String> notes) {

    /**
     * An index that was made.
     *
     * @param earlierTable the table's name before the change
     * @param constraint whether it stands for a constraint, or keeps values unique: it has a use apart from queries
     * @param bytes predicted
     * @param tableBytes of its table
     */
    public record NewIndex(
            QualifiedName name,
            QualifiedName table,
            QualifiedName earlierTable,
            boolean constraint,
            long bytes,
            long tableBytes) {}

    /**
     * A copy of the source's schema, before or after it was changed.
     *
     * @param catalog read from the copy
     */
    public record Copy(CatalogSnapshot catalog, SchemaIdentity identity) {}

    /**
     * The share of a table's rows that a partial index holds.
     *
     * @param table by its name before the change
     * @param predicate as the server deparses it after the change
     */
    public record Part(QualifiedName table, String predicate) {}

    public CarriedSnapshot {
        newIndexes = List.copyOf(newIndexes);
        droppedIndexes = Set.copyOf(droppedIndexes);
        newTables = Set.copyOf(newTables);
        notes = List.copyOf(notes);
    }

    /**
     * Carries over.
     *
     * @param source the snapshot that the copy was made of
     * @param before the copy as it was made
     * @param after the copy as it was changed; the same as before, if it was not
     * @param share estimated, 1 if it cannot be told
     */
    public static CarriedSnapshot of(CatalogSnapshot source, Copy before, Copy after, ToDoubleFunction<Part> share) {
        Identities identities = new Identities(before.identity(), after.identity());
        List<TableSnapshot> tables = new ArrayList<>();
        List<NewIndex> newIndexes = new ArrayList<>();
        Set<QualifiedName> newTables = new TreeSet<>();
        List<String> notes = new ArrayList<>();
        for (TableSnapshot table : after.catalog().tables()) {
            QualifiedName earlier = identities.before(table.name());
            TableSnapshot original =
                    earlier == null ? null : source.table(earlier).orElse(null);
            if (original == null) {
                newTables.add(table.name());
                tables.add(table);
            } else {
                CarriedTable carried =
                        new CarriedTable(original, table, identities, share, source.serverVersionNumber());
                tables.add(carried.table());
                newIndexes.addAll(carried.newIndexes());
                notes.addAll(carried.notes());
            }
        }
        return new CarriedSnapshot(
                withTables(source, after.catalog(), tables), newIndexes, identities.droppedIndexes(), newTables, notes);
    }

    /** The schema of the changed copy with all that is the server's of the source. */
    private static CatalogSnapshot withTables(
            CatalogSnapshot source, CatalogSnapshot changed, List<TableSnapshot> tables) {
        return new CatalogSnapshot(
                source.schemaVersion(),
                source.takenAt(),
                source.serverVersion(),
                source.serverVersionNumber(),
                source.database(),
                source.locale(),
                source.redacted(),
                source.settings(),
                changed.schemas(),
                changed.extensions(),
                changed.types(),
                changed.functions(),
                changed.sequences(),
                tables,
                changed.foreignKeys(),
                changed.views(),
                source.unreadable(),
                source.notes(),
                changed.collations(),
                changed.sequenceOwners(),
                source.settingOverrides(),
                source.server());
    }

    /** Which relation of before a relation of after is. */
    static final class Identities {
        private final SchemaIdentity before;
        private final SchemaIdentity after;
        private final Map<QualifiedName, Long> beforeOids;
        private final Map<QualifiedName, Long> afterOids;
        private final Set<QualifiedName> dropped;

        Identities(SchemaIdentity before, SchemaIdentity after) {
            this.before = before;
            this.after = after;
            this.beforeOids = before.oids();
            this.afterOids = after.oids();
            this.dropped = droppedIndexes(before, after, afterOids);
        }

        /** The name before; null for what is new. A relation made anew under a name counts as the one of that name. */
        @Nullable
        QualifiedName before(QualifiedName name) {
            SchemaIdentity.Relation relation = relationBefore(name);
            return relation == null ? null : relation.name();
        }

        SchemaIdentity.@Nullable Relation relationBefore(QualifiedName name) {
            Long oid = afterOids.get(name);
            SchemaIdentity.Relation same =
                    oid == null ? null : before.relations().get(oid);
            Long namesake = beforeOids.get(name);
            return same != null || namesake == null ? same : before.relations().get(namesake);
        }

        SchemaIdentity.@Nullable Relation relationAfter(QualifiedName name) {
            Long oid = afterOids.get(name);
            return oid == null ? null : after.relations().get(oid);
        }

        /** Whether both names are of one relation, not of one that was dropped and one that was made. */
        boolean same(QualifiedName earlier, QualifiedName later) {
            return beforeOids.containsKey(earlier) && beforeOids.get(earlier).equals(afterOids.get(later));
        }

        Set<QualifiedName> droppedIndexes() {
            return dropped;
        }

        boolean dropped(QualifiedName index) {
            return dropped.contains(index);
        }

        private static Set<QualifiedName> droppedIndexes(
                SchemaIdentity before, SchemaIdentity after, Map<QualifiedName, Long> afterOids) {
            Set<QualifiedName> dropped = new TreeSet<>();
            before.relations().forEach((oid, relation) -> {
                boolean gone = !after.relations().containsKey(oid) && !afterOids.containsKey(relation.name());
                if (relation.index() && gone) {
                    dropped.add(relation.name());
                }
            });
            return dropped;
        }
    }
}
