package dev.sonde.spring.meter;

import dev.sonde.capture.sql.StatementName;
import dev.sonde.profiler.meter.Sessions;
import dev.sonde.profiler.meter.Sums;
import dev.sonde.profiler.meter.Sums.StatementSum;
import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.session.PoolFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Binds the profiler's counts. They are asked for when a meter is read, at most once a second, and then new statements,
 * pools and reasons get their meters; a registry shows these from its next reading on. Nothing runs if nobody reads.
 *
 * <p>A statement keeps its meter for good once it has one: if the most expensive ones came and went, {@code other}
 * would fall, and to Prometheus a counter that falls has started anew. This class is threadsafe.
 */
final class SondeMeters implements MeterBinder {

    private static final long MAX_AGE_NANOS = 1_000_000_000;
    private static final String OTHER = "other";
    private static final List<String> REASONS = List.of("ring-full", "budget", "disk");
    private static final List<String> STATES =
            List.of("full", "no-call-sites", "no-keys", "summary", "counts-only", "paused");

    private final int maxStatements;
    private final Sessions sessions = new Sessions();
    private final ReentrantLock refreshing = new ReentrantLock();
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<Long, Counted> statements = new LinkedHashMap<>();
    private final Counted others = new Counted();
    private final Map<String, Counted> totals = new ConcurrentHashMap<>();
    private final Map<String, Counted> drops = new ConcurrentHashMap<>();
    private final Map<String, PoolCounts> pools = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> states = Map.of();
    private volatile double overhead;
    private volatile boolean asked;
    private volatile long askedNanos;

    SondeMeters(int maxStatements) {
        this.maxStatements = maxStatements;
    }

    /** What is known of a pool. */
    private static final class PoolCounts {
        private final Counted waits = new Counted();
        private final Counted usages = new Counted();
        private final Counted busy = new Counted();
        private final Counted timeouts = new Counted();
        private volatile PoolFigures now;

        PoolCounts(PoolFigures now) {
            this.now = now;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        refreshing.lock();
        try {
            bindTotals(registry);
            bindStatement(registry, OTHER, OTHER, others);
            REASONS.forEach(reason -> drops.computeIfAbsent(reason, r -> new Counted()));
            drops.forEach((reason, count) -> bindDrops(registry, reason, count));
            registries.add(registry);
            asked = false;
        } finally {
            refreshing.unlock();
        }
        refresh();
    }

    private void bindTotals(MeterRegistry registry) {
        counter(registry, "sonde.statements.slow", "Executions at or above the slow threshold", Counted::count);
        counter(registry, "sonde.statement.errors", "Executions that failed", Counted::count);
        counter(
                registry,
                "sonde.n.plus.one",
                "Executions whose bind came from a row that had led to the same statement before: round trips of N+1 patterns",
                Counted::count);
        counter(registry, "sonde.faults", "Executions not recorded because of a fault of the profiler", Counted::count);
        counter(registry, "sonde.shipped", "Capture files shipped", Counted::count);
        counter(registry, "sonde.ship.failures", "Attempts to ship a capture file that failed", Counted::count);
        counter(registry, "sonde.ship.deleted", "Capture files deleted before they were shipped", Counted::count);
        seconds(registry, "sonde.caller", "Time the profiler took on the service's threads");
        seconds(registry, "sonde.writer.cpu", "Processor time of the profiler's writer thread");
        FunctionCounter.builder(
                        "sonde.written",
                        total("sonde.written"),
                        count -> refreshed(count).count())
                .description("Size of the capture files written")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("sonde.overhead", this, meters -> meters.refreshed(meters).overhead)
                .description("Time the profiler took on the service's threads, as a share of the statements' time")
                .baseUnit("ratio")
                .register(registry);
        for (String state : STATES) {
            Gauge.builder(
                            "sonde.state",
                            this,
                            meters -> meters.refreshed(meters).states.getOrDefault(state, 0))
                    .description("Captures in this state; all but full mean that details are left out")
                    .tag("state", state)
                    .register(registry);
        }
    }

    private Counted total(String name) {
        return totals.computeIfAbsent(name, n -> new Counted());
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Counted> value) {
        FunctionCounter.builder(name, total(name), count -> value.applyAsDouble(refreshed(count)))
                .description(description)
                .register(registry);
    }

    private void seconds(MeterRegistry registry, String name, String description) {
        FunctionCounter.builder(name, total(name), count -> refreshed(count).seconds())
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    private void bindStatement(MeterRegistry registry, String fingerprint, String name, Counted count) {
        timer(
                registry,
                "sonde.statements",
                "Executions of a statement and their time, results fetched",
                Tags.of("fingerprint", fingerprint, "statement", name),
                count);
    }

    private void bindDrops(MeterRegistry registry, String reason, Counted count) {
        FunctionCounter.builder(
                        "sonde.drops", count, counted -> refreshed(counted).count())
                .description("Executions that were counted, but whose details were lost")
                .tag("reason", reason)
                .register(registry);
    }

    private void bindPool(MeterRegistry registry, String pool, PoolCounts counts) {
        Tags tags = Tags.of("pool", pool);
        timer(registry, "sonde.pool.wait", "Waits for a connection", tags, counts.waits);
        timer(registry, "sonde.pool.usage", "Connections given back and how long they were out", tags, counts.usages);
        timer(registry, "sonde.pool.busy", "The part of that in which the database worked", tags, counts.busy);
        FunctionCounter.builder(
                        "sonde.pool.timeouts",
                        counts.timeouts,
                        count -> refreshed(count).count())
                .description("Requests for a connection that failed")
                .tags(tags)
                .register(registry);
        Map<String, Function<PoolFigures, Integer>> states = Map.of(
                "active", PoolFigures::active,
                "idle", PoolFigures::idle,
                "pending", PoolFigures::pending,
                "max", PoolFigures::max);
        states.forEach((state, figure) -> Gauge.builder("sonde.pool.connections", counts, known -> {
                    int value = figure.apply(refreshed(known).now);
                    return value < 0 ? Double.NaN : value;
                })
                .description("Connections of the pool by state; pending are threads that wait for one")
                .tags(tags.and("state", state))
                .register(registry));
    }

    private void timer(MeterRegistry registry, String name, String description, Tags tags, Counted count) {
        FunctionTimer.builder(name, count, counted -> refreshed(counted).count(), Counted::nanos, TimeUnit.NANOSECONDS)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** The same, after the counts were asked for if they are too old. */
    private <T> T refreshed(T value) {
        if (!asked || System.nanoTime() - askedNanos > MAX_AGE_NANOS) {
            refresh();
        }
        return value;
    }

    /** Whoever comes while another thread is at it takes what there is: reading a meter must never wait. */
    private void refresh() {
        if (!refreshing.tryLock()) {
            return;
        }
        try {
            askedNanos = System.nanoTime();
            asked = true;
            Sums sums = sessions.sums();
            takeTotals(sums);
            takeStatements(sums);
            sums.drops.forEach(this::takeDrops);
            Map<String, Integer> counted = new LinkedHashMap<>();
            for (CaptureStatus status : sessions.running()) {
                counted.merge(status.state(), 1, Integer::sum);
                status.pools().forEach(this::takePool);
            }
            states = Map.copyOf(counted);
        } finally {
            refreshing.unlock();
        }
    }

    private void takeTotals(Sums sums) {
        total("sonde.statements.slow").atLeast(sums.slow, 0);
        total("sonde.statement.errors").atLeast(sums.errors, 0);
        total("sonde.n.plus.one").atLeast(sums.repeatedChildren, 0);
        total("sonde.faults").atLeast(sums.faults, 0);
        total("sonde.written").atLeast(sums.bytesWritten, 0);
        total("sonde.shipped").atLeast(sums.shipped, 0);
        total("sonde.ship.failures").atLeast(sums.shipFailures, 0);
        total("sonde.ship.deleted").atLeast(sums.shipDeleted, 0);
        total("sonde.caller").atLeast(0, sums.callerNanos);
        total("sonde.writer.cpu").atLeast(0, sums.writerNanos);
        overhead = sums.statementNanos == 0 ? 0 : (double) sums.callerNanos / sums.statementNanos;
    }

    private void takeStatements(Sums sums) {
        sums.statements.forEach((fingerprint, sum) -> {
            Counted known = statements.get(fingerprint);
            if (known == null && statements.size() < maxStatements && !sum.sql().equals(OTHER)) {
                known = nameStatement(fingerprint, sum);
            }
            if (known != null) {
                known.atLeast(sum.executions(), sum.nanos());
            }
        });
        long executions = sums.executions;
        long nanos = sums.statementNanos;
        for (Counted named : statements.values()) {
            executions -= named.count();
            nanos -= named.nanos();
        }
        others.atLeast(executions, nanos);
    }

    private Counted nameStatement(long fingerprint, StatementSum sum) {
        Counted fresh = new Counted();
        fresh.atLeast(sum.executions(), sum.nanos());
        statements.put(fingerprint, fresh);
        String hex = HexFormat.of().toHexDigits(fingerprint);
        String name = StatementName.of(sum.sql());
        registries.forEach(registry -> bindStatement(registry, hex, name, fresh));
        return fresh;
    }

    private void takeDrops(String reason, long executions) {
        Counted known = drops.get(reason);
        if (known == null) {
            Counted fresh = new Counted();
            drops.put(reason, fresh);
            registries.forEach(registry -> bindDrops(registry, reason, fresh));
            known = fresh;
        }
        known.atLeast(executions, 0);
    }

    private void takePool(PoolFigures figures) {
        PoolCounts known = pools.get(figures.pool());
        if (known == null) {
            PoolCounts fresh = new PoolCounts(figures);
            pools.put(figures.pool(), fresh);
            registries.forEach(registry -> bindPool(registry, figures.pool(), fresh));
            known = fresh;
        }
        known.now = figures;
        known.waits.atLeast(figures.leases(), figures.waitNanos());
        known.usages.atLeast(figures.leases(), figures.usageNanos());
        known.busy.atLeast(figures.leases(), figures.busyNanos());
        known.timeouts.atLeast(figures.timeouts(), 0);
    }
}
