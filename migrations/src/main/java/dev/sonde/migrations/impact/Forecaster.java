package dev.sonde.migrations.impact;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Forecasts durations from what the tracer saw and the sizes of a snapshot. */
final class Forecaster {

    /** Access methods whose builds were measured. */
    private static final Set<String> PACED_METHODS = Set.of("btree", "hash", "brin");

    /** First words of statements that may do anything to rows. */
    private static final List<String> QUERIES =
            List.of("insert", "update", "delete", "merge", "copy", "with", "select", "values", "do", "call", "execute");

    private final boolean sizesKnown;
    private final Map<QualifiedName, SourceSize> sizes = new TreeMap<>();

    Forecaster(Optional<CatalogSnapshot> snapshot) {
        sizesKnown = snapshot.isPresent();
        snapshot.ifPresent(source -> {
            for (TableSnapshot table : source.tables()) {
                sizes.put(table.name(), SourceSize.of(table));
            }
        });
    }

    /** The work that a statement did and would do on all rows; that of queries is not told by an empty server. */
    static List<Work> works(StatementTrace trace) {
        List<Work> works = new ArrayList<>();
        for (Relation table : trace.rewritten()) {
            works.add(new Work(Task.WRITE_ANEW, table.name(), Optional.empty(), true));
        }
        for (Relation index : indexes(trace)) {
            for (HeldLock lock : allLocks(trace)) {
                if (lock.relation().oid() == index.table()) {
                    works.add(built(trace, lock.relation(), index));
                    break;
                }
            }
        }
        if (trace.said("validating foreign key constraint")) {
            Set<Relation> tables = new LinkedHashSet<>(trace.scanned());
            for (HeldLock lock : trace.locks()) {
                boolean holdsRows = lock.relation().isTable() && lock.relation().kind() != 'p';
                if (holdsRows && lock.mode().compareTo(LockMode.ROW_SHARE) >= 0) {
                    tables.add(lock.relation());
                }
            }
            for (Relation table : tables) {
                boolean referencing = trace.scanned().contains(table);
                works.add(new Work(Task.CHECK_KEYS, table.name(), Optional.empty(), referencing));
            }
        } else if (trace.said("verifying table")) {
            for (Relation table : trace.scanned()) {
                if (!trace.rewritten().contains(table)) {
                    works.add(new Work(Task.READ, table.name(), Optional.empty(), true));
                }
            }
        }
        return works;
    }

    /** Those that are built, but for the partitioned ones, which hold nothing themselves. */
    private static List<Relation> indexes(StatementTrace trace) {
        List<Relation> indexes = new ArrayList<>();
        for (List<Relation> some : List.of(trace.rebuilt(), trace.newIndexes())) {
            for (Relation index : some) {
                if (index.kind() == 'i' && (some == trace.rebuilt() || trace.said(building(index)))) {
                    indexes.add(index);
                }
            }
        }
        return indexes;
    }

    private static String building(Relation index) {
        return "building index \"" + index.name().name() + "\"";
    }

    private static List<HeldLock> allLocks(StatementTrace trace) {
        List<HeldLock> locks = new ArrayList<>(trace.locks());
        locks.addAll(trace.locksBefore());
        return locks;
    }

    private static Work built(StatementTrace trace, Relation table, Relation index) {
        boolean concurrently = trace.lockOn(table)
                .filter(mode -> mode.compareTo(LockMode.SHARE) < 0)
                .isPresent();
        Task task = concurrently ? Task.BUILD_CONCURRENTLY : Task.BUILD_INDEX;
        if (index.method().equals("brin")) {
            task = Task.SUMMARISE;
        }
        return new Work(task, table.name(), Optional.of(index.name()), !index.partial());
    }

    /** The forecast for a statement with this work. */
    Forecast forecast(StatementTrace trace, List<Work> works) {
        String unknown = unknown(trace);
        if (unknown != null) {
            return Forecast.notKnown(unknown);
        }
        if (works.isEmpty()) {
            return QUERIES.stream().anyMatch(trace.statement()::startsWith)
                    ? Forecast.notKnown("what it does to rows is not known on an empty server")
                    : Forecast.metadataOnly();
        }
        if (!sizesKnown) {
            return Forecast.notKnown("sizes are not known without --snapshot");
        }
        Seconds seconds = Seconds.NONE;
        Set<String> tables = new LinkedHashSet<>();
        Set<String> paces = new LinkedHashSet<>();
        for (Work work : works) {
            SourceSize size = sizes.get(work.table());
            if (size == null || !size.known()) {
                return Forecast.notKnown("the snapshot has no size of " + work.table());
            }
            Seconds all = work.task().seconds(size.bytes(), size.fewestRows(), size.mostRows());
            seconds = seconds.plus(work.certain() ? all : new Seconds(0, all.high()));
            tables.add(work.table() + " (" + size.words() + ")");
            paces.add(work.task().pace());
        }
        return Forecast.estimated(seconds, String.join(", ", tables) + "; assumed is " + String.join(", ", paces));
    }

    /** Why an empty server does not tell how long it takes; null if it does. */
    private static @Nullable String unknown(StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        if (statement.startsWith("truncate")) {
            return null;
        }
        if (statement.startsWith("refresh")) {
            return "it takes as long as the query of the view";
        }
        boolean maintains = statement.startsWith("vacuum") || statement.startsWith("analyze");
        if (maintains && trace.rewritten().isEmpty()) {
            return "it depends on what has changed since the last time";
        }
        for (HeldLock lock : trace.locks()) {
            if (lock.relation().isTable() && lock.mode() == LockMode.ROW_EXCLUSIVE) {
                return "how many rows of " + lock.relation().name() + " it changes is not known on an empty server";
            }
        }
        boolean explained = trace.said("verifying table")
                || trace.said("validating foreign key constraint")
                || !trace.rewritten().isEmpty();
        for (Relation table : trace.scanned()) {
            if (!explained && !trace.built().contains(table)) {
                return "it queries " + table.name() + ", and how it would there is not known on an empty server";
            }
        }
        for (Relation index : indexes(trace)) {
            if (!PACED_METHODS.contains(index.method())) {
                return "no pace is known for building a " + index.method() + " index";
            }
        }
        return null;
    }
}
