package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The aggregates of a session, at most {@value #MAX_ENTRIES}; what comes after is counted together as "other". */
final class AggregateTable {

    static final int MAX_ENTRIES = 20_000;

    private final CapturedStatement other = new CapturedStatement("");
    private final ConcurrentMap<StatementRoute, StatementAggregate> entries = new ConcurrentHashMap<>();

    /** Stands for the statements that do not get an entry of their own. */
    CapturedStatement other() {
        return other;
    }

    /** Counts an execution that came through the ring. */
    void add(CapturedStatement statement, String route, ExecutionEvent event, boolean detailed, long slowNanos) {
        entryOf(statement, route).add(event, true, detailed, slowNanos);
    }

    /** Counts an execution whose details are lost. */
    void addLost(CapturedStatement statement, String route, ExecutionEvent event, long slowNanos) {
        entryOf(statement, route).add(event, false, false, slowNanos);
    }

    /** Counts an execution that was neither slow nor failed and of which nothing else is wanted. */
    void addOnlyCounted(CapturedStatement statement, String route, long lease, long rows, long nanos) {
        entryOf(statement, route).addOnlyCounted(lease, rows, nanos);
    }

    private StatementAggregate entryOf(CapturedStatement statement, String route) {
        StatementAggregate entry = (StatementAggregate) statement.lastAggregate;
        if (entry == null || !entry.route().equals(route)) {
            entry = entry(statement, route);
            statement.lastAggregate = entry;
        }
        return entry;
    }

    private StatementAggregate entry(CapturedStatement statement, String route) {
        StatementAggregate known = entries.get(new StatementRoute(statement, route));
        if (known != null) {
            return known;
        }
        StatementAggregate added = entries.size() < MAX_ENTRIES
                ? new StatementAggregate(statement, route)
                : new StatementAggregate(other, "");
        StatementAggregate before = entries.putIfAbsent(added, added);
        return before == null ? added : before;
    }

    void forEach(Consumer<StatementAggregate> consumer) {
        entries.values().forEach(consumer);
    }
}
