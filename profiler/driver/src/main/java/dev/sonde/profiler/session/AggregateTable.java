package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/** The aggregates of a session, at most {@value #MAX_ENTRIES}; what comes after is counted together as "other". */
final class AggregateTable {

    static final int MAX_ENTRIES = 20_000;

    /** Stands for the statements that no longer get an entry of their own. */
    static final CapturedStatement OTHER = new CapturedStatement("");

    /** Statement and route. */
    record Key(CapturedStatement statement, String route) {}

    private final ConcurrentMap<Key, StatementAggregate> entries = new ConcurrentHashMap<>();

    void add(CapturedStatement statement, String route, ExecutionEvent event, boolean detailed) {
        Key key = new Key(statement, route);
        StatementAggregate entry = entries.get(key);
        if (entry == null) {
            Key bounded = entries.size() < MAX_ENTRIES ? key : new Key(OTHER, "");
            entry = entries.computeIfAbsent(bounded, k -> new StatementAggregate());
        }
        entry.add(event, detailed);
    }

    void forEach(BiConsumer<Key, StatementAggregate> consumer) {
        entries.forEach(consumer);
    }
}
