package dev.sonde.analysis.summary;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.summary.SummaryState.StatementKey;
import dev.sonde.analysis.unit.OpenUnits;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of a summary as records, in an order that depends on nothing but their content. */
final class StateRecords {
    private static final Comparator<Unit> LAST =
            Comparator.comparingLong(Unit::id).thenComparingLong(Unit::session).reversed();

    private StateRecords() {}

    static void write(SummaryState state, SummaryOutput out) {
        state.sessions.values().forEach(out::capture);
        new TreeMap<>(state.statements).values().forEach(out::capture);
        new TreeMap<>(state.callSites.all()).values().forEach(out::capture);
        units(state).forEach(out::capture);
        writeSums(state, out);
        writePools(state, out);
        state.faults.write(out);
        state.openUnits.writeFlags(out);
        state.drops.forEach(out::capture);
        state.openUnits.inOrder().forEach(unit -> unit.inOrder().forEach(out::capture));
    }

    /** Those that executed something, and of the others, whose executions may be elsewhere, the last ones. */
    private static List<Unit> units(SummaryState state) {
        List<Unit> units = new ArrayList<>();
        List<Unit> others = new ArrayList<>();
        Map<UnitKey, Boolean> open = new TreeMap<>();
        for (UnitExecutions unit : state.openUnits.all()) {
            open.put(unit.key(), true);
        }
        new TreeMap<>(state.units).forEach((key, unit) -> (open.containsKey(key) ? units : others).add(unit));
        others.sort(LAST);
        units.addAll(others.subList(0, Math.min(others.size(), OpenUnits.MAX_EXECUTIONS)));
        return units;
    }

    private static void writeSums(SummaryState state, SummaryOutput out) {
        state.totals.forEach((key, byRoute) -> byRoute.forEach((route, totals) -> out.begin(SummaryKind.TOTALS)
                .id(key.session())
                .id(key.statement())
                .text(route)
                .number(totals.calls)
                .number(totals.errors)
                .number(totals.rows)
                .number(totals.nanos)
                .number(totals.maxNanos)
                .buckets(totals.latencies.buckets())
                .end()));
        out.each(
                SummaryKind.DETAILS,
                new TreeMap<>(state.details),
                (key, details) -> out.id(key.session())
                        .id(key.statement())
                        .list(
                                details.binds.lowest(),
                                sampled -> out.id(sampled.priority()).hashes(sampled.binds()))
                        .idCounts(details.sites.toMap())
                        .textCounts(details.sqlStates));
        out.begin(SummaryKind.OVER).number(state.unitsOver).end();
        out.each(
                SummaryKind.WAIT,
                new TreeMap<>(state.waits),
                (unit, from) -> out.id(unit.session()).number(unit.unit()).number(from));
        state.spansOver.write(out);
        state.durations.write(out);
        state.processes.write(out);
        state.work.write(out);
        OwnCost cost = state.ownCost;
        out.begin(SummaryKind.OWN_COST)
                .number(cost.executions())
                .number(cost.statementNanos())
                .number(cost.callerNanos())
                .number(cost.callSiteNanos())
                .number(cost.writerNanos())
                .number(cost.budget())
                .textCounts(cost.microsByLevel())
                .end();
    }

    private static void writePools(SummaryState state, SummaryOutput out) {
        state.pools.forEach((key, pool) -> {
            PoolSample last = pool.last;
            out.begin(SummaryKind.POOL)
                    .id(key.session())
                    .text(key.pool())
                    .number(pool.max)
                    .number(pool.maxActive)
                    .number(pool.maxPending)
                    .number(pool.samples)
                    .number(pool.fullSamples)
                    .list(
                            last == null ? List.of() : List.of(last),
                            sample -> out.number(sample.atMicros())
                                    .number(sample.active())
                                    .number(sample.idle())
                                    .number(sample.pending())
                                    .number(sample.max())
                                    .number(sample.leases())
                                    .number(sample.waitNanos())
                                    .number(sample.usageNanos())
                                    .number(sample.busyNanos())
                                    .number(sample.timeouts()))
                    .numbers(pool.waitSeconds)
                    .end();
            out.each(
                    SummaryKind.LEASE_SITE,
                    pool.bySite,
                    (site, sums) -> out.id(key.session())
                            .text(key.pool())
                            .id(site)
                            .number(sums.leases)
                            .number(sums.waitNanos)
                            .number(sums.heldNanos)
                            .number(sums.busyNanos)
                            .number(sums.executions)
                            .buckets(sums.waits.buckets())
                            .buckets(sums.holds.buckets())
                            .list(
                                    sums.longest,
                                    lease -> out.number(lease.lease())
                                            .number(lease.unit())
                                            .number(lease.thread())
                                            .number(lease.startMicros())
                                            .number(lease.waitNanos())
                                            .number(lease.heldNanos())
                                            .number(lease.busyNanos())
                                            .number(lease.executions())));
        });
    }

    /** Adds what a record of a summary says; answers whether it was one of these. */
    static boolean read(SummaryState state, SummaryKind kind, SummaryInput in) {
        switch (kind) {
            case TOTALS -> {
                StatementKey key = new StatementKey(in.id(), in.id());
                String route = in.text();
                Totals totals = new Totals();
                totals.calls = in.number();
                totals.errors = in.number();
                totals.rows = in.number();
                totals.nanos = in.number();
                totals.maxNanos = in.number();
                totals.latencies.add(in.buckets());
                state.addTotals(key, route, totals);
            }
            case DETAILS -> {
                StatementDetails details = state.details.computeIfAbsent(
                        new StatementKey(in.id(), in.id()), key -> new StatementDetails());
                in.list(() -> details.binds.add(in.id(), in.hashes()));
                in.idCounts().forEach(details.sites::add);
                in.textCounts().forEach((code, count) -> details.sqlStates.merge(code, count, Long::sum));
            }
            case OVER -> state.unitsOver += in.number();
            case WAIT -> state.addWait(new UnitKey(in.id(), in.number()), in.number());
            case UNIT_TIMES -> state.spansOver.read(in);
            case UNIT_DURATIONS -> state.readDurations(in);
            case PROCESS -> state.processes.read(in);
            case OWN_COST ->
                state.ownCost = state.ownCost.plus(new OwnCost(
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.integer(),
                        in.textCounts()));
            case POOL -> readPool(state, in);
            case LEASE_SITE -> readLeases(state, in);
            case ROUTE_WORK, STATEMENT_WORK -> state.work.read(kind, in);
            case OPEN_UNIT, HANDED_ON -> state.openUnits.readFlag(kind, in);
            default -> {
                return state.faults.read(kind, in);
            }
        }
        return true;
    }

    private static void readPool(SummaryState state, SummaryInput in) {
        long session = in.id();
        String pool = in.text();
        PoolSums sums = state.pool(session, pool);
        sums.max = Math.max(sums.max, in.integer());
        sums.maxActive = Math.max(sums.maxActive, in.integer());
        sums.maxPending = Math.max(sums.maxPending, in.integer());
        sums.samples += in.number();
        sums.fullSamples += in.number();
        in.list(() -> new PoolSample(
                        session,
                        pool,
                        in.number(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number()))
                .forEach(sums::later);
        in.numbers().forEach(sums::addSecond);
    }

    private static void readLeases(SummaryState state, SummaryInput in) {
        long session = in.id();
        String pool = in.text();
        long site = in.id();
        LeaseSums sums = state.pool(session, pool).bySite.computeIfAbsent(site, key -> new LeaseSums());
        sums.leases += in.number();
        sums.waitNanos += in.number();
        sums.heldNanos += in.number();
        sums.busyNanos += in.number();
        sums.executions += in.number();
        sums.waits.add(in.buckets());
        sums.holds.add(in.buckets());
        in.list(() -> new Lease(
                        session,
                        in.number(),
                        pool,
                        in.number(),
                        in.integer(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        site))
                .forEach(sums::keep);
    }
}
