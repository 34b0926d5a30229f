package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import org.jspecify.annotations.Nullable;

/**
 * What is counted separately. Not a record, because an aggregate is its own key: 20,000 keys of their own would take
 * half a megabyte of the service's heap.
 */
class StatementRoute {

    private final CapturedStatement statement;
    private final String route;

    StatementRoute(CapturedStatement statement, String route) {
        this.statement = statement;
        this.route = route;
    }

    final CapturedStatement statement() {
        return statement;
    }

    final String route() {
        return route;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof StatementRoute key && statement == key.statement && route.equals(key.route);
    }

    @Override
    public final int hashCode() {
        return 31 * System.identityHashCode(statement) + route.hashCode();
    }
}
