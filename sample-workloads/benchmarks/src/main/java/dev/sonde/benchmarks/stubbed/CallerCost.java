package dev.sonde.benchmarks.stubbed;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What the service's own threads spent, while JMH's gc profiler counts those of the profiler too: bytes per execution,
 * and in paced runs the time between the call of the query and its return.
 */
public final class CallerCost implements InternalProfiler {

    static final String BYTES = "caller.bytes";
    static final String NANOS = "caller.nanos";

    private static final LongAdder EXECUTIONS = new LongAdder();
    private static final LongAdder ALLOCATED = new LongAdder();
    private static final LongAdder ELAPSED = new LongAdder();

    static void add(long executions, long bytes, long nanos) {
        EXECUTIONS.add(executions);
        ALLOCATED.add(bytes);
        ELAPSED.add(nanos);
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        EXECUTIONS.reset();
        ALLOCATED.reset();
        ELAPSED.reset();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double executions = Math.max(1, EXECUTIONS.sum());
        return List.of(
                new ScalarResult(BYTES, ALLOCATED.sum() / executions, "B/op", AggregationPolicy.AVG),
                new ScalarResult(NANOS, ELAPSED.sum() / executions, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "allocation and time of the threads that ask";
    }
}
