package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The aggregates of a session, at most {@value #MAX_ENTRIES}; what comes after is counted together as "other". */
final class AggregateTable {

    static final int MAX_ENTRIES = 20_000;

    /** Statement and route. Compared by hand, as {@link dev.sonde.profiler.settings.ProfilerSettings} is. */
    private record Key(CapturedStatement statement, String route) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && statement == key.statement && route.equals(key.route);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(statement) + route.hashCode();
        }
    }

    private final CapturedStatement other = new CapturedStatement("");
    private final ConcurrentMap<Key, StatementAggregate> entries = new ConcurrentHashMap<>();

    /** Stands for the statements that do not get an entry of their own. */
    CapturedStatement other() {
        return other;
    }

    void add(CapturedStatement statement, String route, ExecutionEvent event, boolean detailed, long slowNanos) {
        StatementAggregate entry = (StatementAggregate) statement.lastAggregate;
        if (entry == null || !entry.route().equals(route)) {
            entry = entry(statement, route);
            statement.lastAggregate = entry;
        }
        entry.add(event, detailed, slowNanos);
    }

    private StatementAggregate entry(CapturedStatement statement, String route) {
        StatementAggregate known = entries.get(new Key(statement, route));
        if (known != null) {
            return known;
        }
        Key key = entries.size() < MAX_ENTRIES ? new Key(statement, route) : new Key(other, "");
        return entries.computeIfAbsent(key, k -> new StatementAggregate(k.statement(), k.route()));
    }

    void forEach(Consumer<StatementAggregate> consumer) {
        entries.values().forEach(consumer);
    }
}
