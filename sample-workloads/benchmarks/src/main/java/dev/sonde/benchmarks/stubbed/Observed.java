package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.Logs;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Instrumentation;
import dev.sonde.benchmarks.stub.StubDriver;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The competitor of this fork, and its connections. */
@State(Scope.Benchmark)
public class Observed {

    /** Who observes. */
    @Param({"RAW", "SONDE", "SONDE_UNLIMITED", "P6SPY_EMPTY", "P6SPY_FILE_LOG", "DATASOURCE_PROXY", "OPENTELEMETRY"})
    public Competitor competitor = Competitor.RAW;

    private final List<Connection> connections = new ArrayList<>();
    private @Nullable Instrumentation instrumentation;

    /** Begins to observe. */
    @Setup(Level.Trial)
    public void begin() throws IOException {
        Logs.quiet();
        StubDriver.register();
        instrumentation = competitor.observe(StubDriver.URL, ForkFolder.ofThisFork());
    }

    synchronized Connection connect() throws SQLException {
        Instrumentation current = instrumentation;
        if (current == null) {
            throw new IllegalStateException("not begun");
        }
        Connection connection = current.connect();
        connections.add(connection);
        return connection;
    }

    /** All clients have stopped when this is called. */
    @TearDown(Level.Trial)
    public synchronized void finish() throws SQLException, IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        if (instrumentation != null) {
            ForkFolder.write(ForkFolder.ofThisFork(), instrumentation.finish());
        }
    }
}
