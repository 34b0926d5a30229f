package dev.sonde.migrations.trace;

import dev.sonde.migrations.script.ScriptStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happened between two observations to the relations that were there before the first file. */
record TraceDifference(Map<Long, Relation> existing, Observation before, Observation after) {

    // backend/catalog/index.c, index_build
    private static final Pattern BUILDING = Pattern.compile("building index \"(.*)\" on table \"(.*)\" .*");

    StatementTrace trace(
            ScriptStatement statement, List<String> messages, List<Phase> phases, long millis, boolean inTransaction) {
        List<HeldLock> taken = new ArrayList<>();
        List<HeldLock> held = new ArrayList<>();
        for (Map.Entry<Long, Set<LockMode>> lock : after.locks().entrySet()) {
            Relation relation = existing.get(lock.getKey());
            if (relation == null) {
                continue;
            }
            Set<LockMode> earlier = before.locks().getOrDefault(lock.getKey(), Set.of());
            for (LockMode mode : lock.getValue()) {
                (earlier.contains(mode) ? held : taken).add(new HeldLock(relation, mode));
            }
        }
        List<Relation> rewritten = new ArrayList<>();
        List<Relation> rebuilt = new ArrayList<>();
        List<Relation> scanned = new ArrayList<>();
        boolean emptied = statement.startsWith("truncate");
        for (Relation relation : existing.values()) {
            Relation was = before.relations().get(relation.oid());
            Relation is = now(relation);
            if (was != null && is != null && was.file() != is.file() && !emptied) {
                (relation.isIndex() ? rebuilt : rewritten).add(relation);
            }
            if (after.scans().getOrDefault(relation.oid(), 0L) > before.scans().getOrDefault(relation.oid(), 0L)) {
                scanned.add(relation);
            }
        }
        return new StatementTrace(
                statement,
                taken,
                held,
                rewritten,
                rebuilt,
                scanned,
                built(messages),
                newIndexes(),
                phases,
                messages,
                millis,
                inTransaction);
    }

    /** The relation afterwards; ALTER TABLE … TYPE makes an index anew under its name, with or without its file. */
    private @Nullable Relation now(Relation relation) {
        Relation is = after.relations().get(relation.oid());
        if (is != null || !relation.isIndex()) {
            return is;
        }
        for (Relation other : after.relations().values()) {
            if (sameIndex(other, relation)) {
                return other;
            }
        }
        return null;
    }

    /** Indexes of tables that were there, which neither were before nor stand for one that was. */
    private List<Relation> newIndexes() {
        List<Relation> indexes = new ArrayList<>();
        for (Relation index : after.relations().values()) {
            boolean made = index.isIndex()
                    && existing.containsKey(index.table())
                    && !before.relations().containsKey(index.oid());
            if (made && before.relations().values().stream().noneMatch(other -> sameIndex(index, other))) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    private static boolean sameIndex(Relation index, Relation other) {
        return other.table() == index.table() && other.name().equals(index.name());
    }

    private List<Relation> built(List<String> messages) {
        List<Relation> built = new ArrayList<>();
        for (String message : messages) {
            Matcher building = BUILDING.matcher(message);
            if (building.matches()) {
                Relation table = lockedTable(building.group(2));
                if (table != null && !built.contains(table)) {
                    built.add(table);
                }
            }
        }
        return built;
    }

    /** The server names the table without its schema; the one meant is locked. */
    private @Nullable Relation lockedTable(String name) {
        for (Relation relation : existing.values()) {
            if (relation.isTable()
                    && relation.name().name().equals(name)
                    && after.locks().containsKey(relation.oid())) {
                return relation;
            }
        }
        return null;
    }
}
