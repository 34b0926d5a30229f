package dev.sonde.benchmarks.stubbed;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One query with two binds whose ten rows of two columns are read to the end. On the stub driver a query takes some
 * nanoseconds, so all else is the competitor's. Without a pause between queries Sonde's ring is always full: the worst
 * case, which no service with a real database can reach.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StubDriverBenchmark {

    /** One query after the other. */
    @Benchmark
    public long withoutPause(Client client, Observed observed) throws SQLException {
        return client.query();
    }

    /** The service works between its queries. */
    @Benchmark
    public long paced(Client client, Observed observed) throws SQLException {
        return client.workAndQuery();
    }
}
