package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.event.CapturedStatement;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session that writes summaries holds until the next one: its aggregates added up; of each statement the first
 * {@value #FIRST} executions of the session, which show where it comes from and what it is bound to, and the first {@value #SLOW}
 * slow and {@value #FAILED} failed ones of the interval, which show where and why; of each pool the last sample and the one in
 * which it was most in demand; of the process the last sample and the one of most memory. Bounded by {@link AggregateTable}, {@value #MAX_EXECUTIONS} executions and {@value #MAX_LEASES}
 * hand-outs. Used by the writer thread only.
 */
final class SummaryBuffer {

    static final int FIRST = 3;
    static final int SLOW = 3;
    static final int FAILED = 1;
    static final int MAX_EXECUTIONS = 1_000;
    static final int MAX_LEASES = 64;
    private static final int MAX_POOLS = 100;

    private static final Comparator<PoolSample> DEMAND =
            Comparator.comparingInt(PoolSample::pending).thenComparingInt(PoolSample::active);

    private record Key(long statement, String route) {}

    private record Sum(Aggregate counts, CapturedStatement statement) {}

    /** How many executions of a statement were taken: as its first ones, as slow ones, and as failed ones. */
    private static final class Taken {
        private int first;
        private int slow;
        private int failed;
    }

    /** Gets aggregates and whose they are. */
    interface Sums {
        void accept(Aggregate counts, CapturedStatement statement);
    }

    /** Gets records. */
    interface Records {
        void write(CaptureRecord entry) throws IOException;
    }

    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private final Map<Long, Taken> taken = new HashMap<>();
    private final Set<CaptureRecord> referred = new LinkedHashSet<>();
    private final Deque<Execution> executions = new ArrayDeque<>();
    private final Deque<Lease> leases = new ArrayDeque<>();
    private final Map<String, PoolSample> lastSamples = new TreeMap<>();
    private final Map<String, PoolSample> demand = new TreeMap<>();
    private @Nullable ProcessSample lastProcess;
    private @Nullable ProcessSample mostMemory;

    /** Adds counts to those of the same statement and route. */
    void add(Aggregate counts, CapturedStatement statement) {
        sums.merge(
                new Key(counts.statement(), counts.route()),
                new Sum(counts, statement),
                (one, other) -> new Sum(plus(one.counts(), other.counts()), one.statement()));
    }

    private static Aggregate plus(Aggregate one, Aggregate other) {
        Map<Integer, Long> buckets = new TreeMap<>();
        for (Aggregate part : List.of(one, other)) {
            for (int i = 0; i < part.buckets().size(); i++) {
                buckets.merge(part.buckets().get(i), part.bucketCounts().get(i), Long::sum);
            }
        }
        return new Aggregate(
                one.session(),
                one.statement(),
                one.route(),
                Math.min(one.fromMicros(), other.fromMicros()),
                Math.max(one.toMicros(), other.toMicros()),
                one.count() + other.count(),
                one.errors() + other.errors(),
                one.rows() + other.rows(),
                one.totalNanos() + other.totalNanos(),
                Math.max(one.maxNanos(), other.maxNanos()),
                one.details() + other.details(),
                List.copyOf(buckets.keySet()),
                new ArrayList<>(buckets.values()));
    }

    /** Takes the counts out. */
    void takeSums(Sums consumer) {
        List<Sum> all = List.copyOf(sums.values());
        sums.clear();
        all.forEach(sum -> consumer.accept(sum.counts(), sum.statement()));
    }

    /** Whether an execution is one of those that are written. */
    boolean wants(long statement, boolean isComplete, boolean isSlow, boolean isFailed) {
        if (executions.size() >= MAX_EXECUTIONS) {
            return false;
        }
        Taken known = taken.get(statement);
        if (known == null) {
            if (taken.size() >= AggregateTable.MAX_ENTRIES) {
                return false;
            }
            known = new Taken();
            taken.put(statement, known);
        }
        boolean first = isComplete && known.first < FIRST;
        boolean slow = isSlow && known.slow < SLOW;
        boolean failed = isFailed && known.failed < FAILED;
        known.first += first ? 1 : 0;
        known.slow += slow ? 1 : 0;
        known.failed += failed ? 1 : 0;
        return first || slow || failed;
    }

    void add(Execution execution, Unit unit, @Nullable CallSite site) {
        executions.add(execution);
        refer(unit, site);
    }

    void add(Lease lease, @Nullable CallSite site) {
        if (leases.size() < MAX_LEASES) {
            leases.add(lease);
            refer(null, site);
        }
    }

    private void refer(@Nullable Unit unit, @Nullable CallSite site) {
        if (unit != null) {
            referred.add(unit);
        }
        if (site != null) {
            referred.add(site);
        }
    }

    void add(PoolSample sample) {
        if (lastSamples.size() < MAX_POOLS || lastSamples.containsKey(sample.pool())) {
            lastSamples.put(sample.pool(), sample);
            demand.merge(sample.pool(), sample, (one, other) -> DEMAND.compare(other, one) > 0 ? other : one);
        }
    }

    void add(ProcessSample sample) {
        lastProcess = sample;
        ProcessSample most = mostMemory;
        mostMemory = most == null || sample.memoryBytes() >= most.memoryBytes() ? sample : most;
    }

    /** Writes all but the counts; what was written, or lost with a block, is not written again. */
    void writeRest(Records file) throws IOException {
        for (CaptureRecord record : referred) {
            file.write(record);
        }
        for (Map.Entry<String, PoolSample> pool : lastSamples.entrySet()) {
            PoolSample most = demand.remove(pool.getKey());
            if (most != null && most != pool.getValue()) {
                file.write(most);
            }
            file.write(pool.getValue());
        }
        lastSamples.clear();
        demand.clear();
        ProcessSample most = mostMemory;
        ProcessSample last = lastProcess;
        if (most != null && most != last) {
            file.write(most);
        }
        if (last != null) {
            file.write(last);
        }
        lastProcess = null;
        mostMemory = null;
        while (!leases.isEmpty()) {
            file.write(leases.remove());
        }
        while (!executions.isEmpty()) {
            file.write(executions.remove()); // from here on the file counts what it loses
        }
        referred.clear();
        taken.values().forEach(known -> {
            known.slow = 0;
            known.failed = 0;
        });
    }
}
