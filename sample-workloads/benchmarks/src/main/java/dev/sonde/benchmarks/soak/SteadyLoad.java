package dev.sonde.benchmarks.soak;

import dev.sonde.benchmarks.competitor.Instrumentation;
import dev.sonde.profiler.UnitOfWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A thread that works as a service does: takes a connection, serves some requests of twenty queries, gives it back. The
 * statements change all the time, but within a set that is bounded, since a profiler may keep each one that it knows.
 */
final class SteadyLoad implements Runnable {

    private static final int STATEMENTS = 2_000;
    private static final int ROUTES = 40;
    private static final int UNITS_PER_CONNECTION = 25;
    private static final int QUERIES_PER_UNIT = 20;

    /** Some tens of microseconds, so that the writer keeps up. */
    private static final long THINK_TOKENS = 20_000;

    private final Instrumentation instrumentation;
    private final AtomicLong executions;
    private final AtomicLong connections;
    private volatile boolean stopped;
    private int next;

    SteadyLoad(Instrumentation instrumentation, AtomicLong executions, AtomicLong connections) {
        this.instrumentation = instrumentation;
        this.executions = executions;
        this.connections = connections;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                serve();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the stub driver failed", e);
        }
    }

    private void serve() throws SQLException {
        try (Connection connection = instrumentation.connect()) {
            connections.incrementAndGet();
            for (int i = 0; i < UNITS_PER_CONNECTION && !stopped; i++) {
                next = (next + 1) % STATEMENTS;
                try (UnitOfWork ignored = UnitOfWork.open("GET /route/" + next % ROUTES)) {
                    for (int query = 0; query < QUERIES_PER_UNIT; query++) {
                        ask(connection, query < 2 ? (next + query) % STATEMENTS : next, query);
                    }
                }
            }
        }
    }

    private void ask(Connection connection, int number, int key) throws SQLException {
        Blackhole.consumeCPU(THINK_TOKENS);
        try (PreparedStatement statement = connection.prepareStatement(
                "select i.id, i.name from items_" + number + " i where i.owner_id = ? and i.state = ?")) {
            statement.setLong(1, 1_000_000 + key);
            statement.setString(2, "ACTIVE");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                    rows.getString(2);
                }
            }
        }
        executions.incrementAndGet();
    }
}
