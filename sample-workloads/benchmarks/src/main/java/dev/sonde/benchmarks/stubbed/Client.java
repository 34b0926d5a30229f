package dev.sonde.benchmarks.stubbed;

import com.sun.management.ThreadMXBean;
import dev.sonde.profiler.UnitOfWork;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A thread of a service: its connection, its statement, and the query that it asks. JMH fills the fields. */
@State(Scope.Thread)
@NullUnmarked
public class Client {

    /** Executions per unit of work. */
    static final int UNIT_SIZE = 20;

    static final String SQL =
            "select t.id, t.name from tasks t where t.agent_id = ? and t.state = ? order by t.id limit 10";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How the statement is treated. */
    @Param({"ONCE", "EACH"})
    public Preparation preparation;

    /** Whether executions belong to units of work. */
    @Param({"false", "true"})
    public boolean units;

    /** Work between executions, in JMH's tokens; the runner knows how long one takes. */
    @Param({"0"})
    public long thinkTokens;

    private Connection connection;
    private PreparedStatement prepared;
    private UnitOfWork unit;
    private int leftInUnit;
    private long number;
    private long executions;
    private long nanos;
    private long allocatedBefore;

    /** Connects. */
    @Setup(Level.Trial)
    public void connect(Observed observed) throws SQLException {
        connection = observed.connect();
        if (preparation == Preparation.ONCE) {
            prepared = connection.prepareStatement(SQL);
        }
    }

    /** Notes where the thread's counters stand. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        executions = 0;
        nanos = 0;
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Adds what the thread did to the sums of the iteration. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        CallerCost.add(executions, THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore, nanos);
    }

    /** One query, as a repository's method would ask it. */
    long query() throws SQLException {
        executions++;
        if (units) {
            continueUnit();
        }
        if (preparation == Preparation.ONCE) {
            return ask(prepared);
        }
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            return ask(statement);
        }
    }

    /** A query after some work of the service's own; the query alone is timed as well. */
    long workAndQuery() throws SQLException {
        Blackhole.consumeCPU(thinkTokens);
        long start = System.nanoTime();
        long sum = query();
        nanos += System.nanoTime() - start;
        return sum;
    }

    private long ask(PreparedStatement statement) throws SQLException {
        statement.setLong(1, 1_000_000 + (number++ & 0xffff));
        statement.setString(2, "RUNNING");
        long sum = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sum += rows.getLong(1);
                sum += rows.getString(2).length();
            }
        }
        return sum;
    }

    private void continueUnit() {
        if (leftInUnit == 0) {
            if (unit != null) {
                unit.close();
            }
            unit = UnitOfWork.open("GET /agents/{id}/tasks");
            leftInUnit = UNIT_SIZE;
        }
        leftInUnit--;
    }
}
