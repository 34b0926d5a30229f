package dev.sonde.benchmarks.captures;

import dev.sonde.benchmarks.captures.ServicePlan.Route;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What the profiler of one made-up service writes: units of work side by side, executions in the order in which they
 * ended, an aggregate of each statement on each route every ten seconds, the pool every second, a lease now and then.
 * Nothing is kept of what was written.
 */
public final class ServiceStream {
    private static final int SIDE_BY_SIDE = 16;
    private static final int LEASES_PER_SAMPLE = 32;
    private static final long AGGREGATE_MICROS = 10_000_000;
    private static final long POOL_MICROS = 1_000_000;

    private final ServicePlan plan;
    private final long executions;
    private final SplittableRandom random;
    private final PriorityQueue<RunningUnit> running = new PriorityQueue<>(
            Comparator.comparingLong((RunningUnit unit) -> unit.endMicros).thenComparingLong(unit -> unit.fields.unit));
    private final Map<String, Map<Long, RouteCounts>> counts = new TreeMap<>();
    private final Map<Long, Integer> executed = new HashMap<>();
    private long sequence;
    private long units;
    private long written;
    private long busyNanos;
    private long nextPool = POOL_MICROS;
    private long nextAggregates = AGGREGATE_MICROS;
    private long fromMicros;

    ServiceStream(ServicePlan plan, long executions, long seed) {
        this.plan = plan;
        this.executions = executions;
        random = new SplittableRandom(seed ^ plan.session.session());
    }

    public Session session() {
        return plan.session;
    }

    public List<Statement> statements() {
        return List.copyOf(plan.statements);
    }

    /** The session, its statements and its call sites, which each file repeats. */
    public List<CaptureRecord> head() {
        List<CaptureRecord> head = new ArrayList<>();
        head.add(plan.session);
        head.addAll(plan.statements);
        head.addAll(plan.sites);
        return head;
    }

    /** Writes all records after the head. Can be done once. */
    public void write(RecordSink sink) throws IOException {
        long now = 0;
        for (int thread = 1; thread <= SIDE_BY_SIDE; thread++) {
            begin(thread, now, sink);
        }
        while (!running.isEmpty()) {
            RunningUnit unit = running.remove();
            now = unit.endMicros;
            if (now >= nextPool) {
                sink.write(pool(now));
                nextPool = now + POOL_MICROS;
            }
            if (now >= nextAggregates) {
                aggregates(now, sink);
            }
            sink.execution(plan.session.session(), unit.fields);
            count(unit);
            written++;
            if (unit.next(sequence + 1)) {
                sequence++;
                running.add(unit);
            } else {
                end(unit, now, sink);
            }
        }
        aggregates(now, sink);
    }

    private void begin(int thread, long now, RecordSink sink) throws IOException {
        // Few routes have most of the traffic
        double uniform = random.nextDouble();
        Route route = plan.routes.get((int) (uniform * uniform * plan.routes.size()));
        RunningUnit unit = new RunningUnit(route, ++units, thread, now, random, executed);
        sink.write(new Unit(plan.session.session(), units, route.name(), "", "explicit", now));
        unit.next(++sequence);
        running.add(unit);
    }

    private void end(RunningUnit unit, long now, RecordSink sink) throws IOException {
        if (unit.fields.unit % LEASES_PER_SAMPLE == 0) {
            sink.write(new Lease(
                    plan.session.session(),
                    unit.fields.lease,
                    "main",
                    unit.fields.unit,
                    unit.fields.thread,
                    now - 30_000,
                    random.nextInt(2_000_000),
                    30_000_000,
                    12_000_000,
                    12,
                    0));
        }
        if (written + running.size() < executions) {
            begin(unit.fields.thread, now, sink);
        }
    }

    private void count(RunningUnit unit) {
        busyNanos += unit.fields.executeNanos + unit.fields.fetchNanos;
        counts.computeIfAbsent(unit.route.name(), route -> new TreeMap<>())
                .computeIfAbsent(unit.fields.statement, id -> new RouteCounts(id, unit.route.name()))
                .add(unit.fields);
    }

    private PoolSample pool(long now) {
        int active = 4 + random.nextInt(SIDE_BY_SIDE - 4);
        return new PoolSample(
                plan.session.session(),
                "main",
                now,
                active,
                SIDE_BY_SIDE - active,
                random.nextInt(3),
                SIDE_BY_SIDE,
                units,
                units * 800_000,
                3 * busyNanos,
                busyNanos,
                0);
    }

    private void aggregates(long now, RecordSink sink) throws IOException {
        for (Map<Long, RouteCounts> byStatement : counts.values()) {
            for (RouteCounts of : byStatement.values()) {
                if (!of.isEmpty()) {
                    sink.write(of.take(plan.session.session(), fromMicros, now));
                }
            }
        }
        sink.write(new Overhead(
                plan.session.session(),
                fromMicros,
                now,
                "full",
                written,
                busyNanos,
                busyNanos / 250,
                busyNanos / 900,
                busyNanos / 400,
                10_000));
        fromMicros = now;
        nextAggregates = now + AGGREGATE_MICROS;
    }
}
