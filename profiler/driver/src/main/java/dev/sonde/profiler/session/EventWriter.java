package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.event.PoolMeter;
import dev.sonde.profiler.unit.UnitState;
import dev.sonde.profiler.unit.UnitTracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into records: resolves statements and units, looks for provenance, counts, writes. Used by the writer
 * thread only, so nothing in it is shared but the aggregates.
 */
final class EventWriter implements EventConsumer {

    private static final long AGGREGATE_NANOS = 10_000_000_000L;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int MAX_CALL_SITES = 20_000;

    private final CaptureSession session;
    private final CaptureFiles files;
    private final ListenedRecords listened;
    private final Governor governor;
    private final StatementResolver resolver;
    private final UnitTracker units = new UnitTracker();
    private final Map<Long, Integer> callSiteFiles = new HashMap<>();
    private final ExecutionFields fields = new ExecutionFields();
    private final @Nullable ValueSamples samples;
    private final long flushNanos;
    private volatile long bytesWritten;
    private long lastFlush;
    private long lastAggregates;
    private long lastWindow;
    private long aggregatesFromMicros;
    private long overheadFromMicros;
    private Overhead overheadWritten;

    EventWriter(
            CaptureSession session,
            CaptureFiles files,
            ListenedRecords listened,
            StatementResolver resolver,
            Governor governor) {
        this.session = session;
        this.governor = governor;
        this.files = files;
        this.listened = listened;
        this.resolver = resolver;
        this.samples = session.keepsValues()
                ? new ValueSamples(session.session(), session.settings().values())
                : null;
        this.flushNanos = session.settings().flushInterval().toNanos();
        this.lastFlush = System.nanoTime();
        this.lastAggregates = lastFlush;
        this.lastWindow = lastFlush;
        this.overheadWritten = new Overhead(session.session(), 0, 0, "", 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void accept(ExecutionEvent event) {
        if (event.kind == ExecutionEvent.Kind.LEASE) {
            acceptLease(event);
            return;
        }
        CapturedStatement captured = event.statement;
        if (captured == null) {
            return;
        }
        StatementText text = resolver.resolve(captured);
        ResolvedStatement statement = text.statement();
        UnitState unit = units.unitOf(event);
        if (event.kind == ExecutionEvent.Kind.KEYS) {
            units.addKeys(unit, event, statement.id());
            return;
        }
        governor.add(event);
        boolean offered = !event.countsOnly && detail(event, captured, text, unit);
        session.aggregates().add(statement.counted(), unit.route(), event, offered, session.slowNanos());
        if (!offered) {
            session.drops().add(event.countsOnly ? "budget" : "disk", 1);
        }
    }

    /** Links and writes the execution; false if it did not get as far as a block of the file. */
    private boolean detail(ExecutionEvent event, CapturedStatement captured, StatementText text, UnitState unit) {
        fill(event, text, unit);
        if (unit.link(fields)) {
            session.repeatedChild();
        }
        units.addKeys(unit, event, text.statement().id());
        if (samples != null) {
            samples.offer(text, event);
        }
        if (listened.isListenedTo()) {
            listened.tell(fields, text, captured, unit, event.callSite);
        }
        if (!files.available(System.nanoTime())) {
            return false;
        }
        boolean offered = false;
        try {
            files.prepare();
            writeOnce(text, captured);
            writeOnce(unit);
            CallSite site = event.callSite;
            if (site != null && isNewInFile(site)) {
                files.write(site);
            }
            offered = true;
            files.writeExecution(fields);
        } catch (IOException e) {
            failed(e);
        }
        return offered;
    }

    private void acceptLease(ExecutionEvent event) {
        PoolMeter pool = event.pool;
        boolean available = files.available(System.nanoTime());
        boolean isListenedTo = listened.isListenedTo();
        if (pool == null || !(available || isListenedTo)) {
            return;
        }
        CallSite site = event.callSite;
        Lease lease = new Lease(
                session.session(),
                event.lease,
                pool.pool(),
                units.idOf(event),
                event.thread,
                session.micros(event.startNanos),
                event.waitNanos,
                event.executeNanos,
                event.fetchNanos,
                event.leaseExecutions,
                site == null ? 0 : site.id());
        if (isListenedTo) {
            listened.tell(site);
            listened.tell(lease);
        }
        if (!available) {
            return;
        }
        try {
            files.prepare();
            if (site != null && isNewInFile(site)) {
                files.write(site);
            }
            files.write(lease);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void fill(ExecutionEvent event, StatementText text, UnitState unit) {
        fields.sequence = event.sequence;
        fields.statement = text.statement().id();
        fields.unit = unit.id();
        fields.startMicros = session.micros(event.startNanos);
        fields.executeNanos = event.executeNanos;
        fields.fetchNanos = event.fetchNanos;
        fields.thread = event.thread;
        fields.lease = event.lease;
        fields.backendPid = event.backendPid;
        fields.transaction = event.transaction;
        if (session.keepsBinds()) {
            text.mergeBinds(event.binds, event.bindCount, fields);
        } else {
            fields.bindCount = 0;
        }
        fields.rows = event.rows;
        fields.updateCount = event.updateCount;
        fields.batchSize = event.batchSize;
        fields.sqlState = event.sqlState;
        CallSite site = event.callSite;
        fields.callSite = site == null ? 0 : site.id();
        fields.linked = false;
    }

    private void writeOnce(StatementText text, CapturedStatement captured) throws IOException {
        if (text.statement().needsWriting(files.number(), captured)) {
            files.write(text.statement()
                    .toRecord(session.session(), captured, text.types(captured.bindTypes()), files.number()));
        }
    }

    private void writeOnce(UnitState unit) throws IOException {
        String route = unit.route();
        if (unit.writtenInFile != files.number() || !unit.writtenRoute.equals(route)) {
            unit.writtenInFile = files.number();
            unit.writtenRoute = route;
            files.write(new Unit(session.session(), unit.id(), route, unit.traceId(), unit.kind(), fields.startMicros));
        }
    }

    private boolean isNewInFile(CallSite site) {
        if (callSiteFiles.size() >= MAX_CALL_SITES) {
            callSiteFiles.clear();
        }
        Integer writtenIn = callSiteFiles.put(site.id(), files.number());
        return writtenIn == null || writtenIn != files.number();
    }

    @Override
    public void idle() {
        units.forgetClosed(System.nanoTime());
        tick();
    }

    @Override
    public void tick() {
        long now = System.nanoTime();
        if (now - lastWindow >= WINDOW_NANOS) {
            lastWindow = now;
            governor.endWindow();
            session.readLiveSettings();
            writePools(now);
        }
        if (now - lastAggregates >= AGGREGATE_NANOS) {
            writeAggregates();
        } else if (now - lastFlush >= flushNanos) {
            flush();
        }
    }

    private void writePools(long now) {
        List<PoolFigures> pools = session.pools();
        if (pools.isEmpty() || !files.available(now)) {
            return;
        }
        try {
            files.prepare();
            for (PoolFigures pool : pools) {
                PoolSample sample = new PoolSample(
                        session.session(),
                        pool.pool(),
                        session.micros(now),
                        pool.active(),
                        pool.idle(),
                        pool.pending(),
                        pool.max(),
                        pool.leases(),
                        pool.waitNanos(),
                        pool.usageNanos(),
                        pool.busyNanos(),
                        pool.timeouts());
                files.write(sample);
                if (listened.isListenedTo()) {
                    listened.tell(sample);
                }
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What we cost since the last time, if anything was executed. */
    private @Nullable Overhead overhead(long toMicros) {
        Overhead before = overheadWritten;
        Overhead sums = new Overhead(
                session.session(),
                overheadFromMicros,
                toMicros,
                session.chosenLevel().label(),
                governor.executions(),
                governor.statementNanos(),
                governor.callerNanos(),
                governor.callSiteNanos(),
                session.writerNanos(),
                (int) Math.round(governor.budget() * 1e6));
        if (sums.executions() == before.executions() && sums.level().equals(before.level())) {
            return null;
        }
        overheadWritten = sums;
        overheadFromMicros = toMicros;
        return new Overhead(
                sums.session(),
                sums.fromMicros(),
                toMicros,
                sums.level(),
                sums.executions() - before.executions(),
                sums.statementNanos() - before.statementNanos(),
                sums.callerNanos() - before.callerNanos(),
                sums.callSiteNanos() - before.callSiteNanos(),
                sums.writerNanos() - before.writerNanos(),
                sums.budget());
    }

    private void flush() {
        lastFlush = System.nanoTime();
        try {
            files.flush();
            bytesWritten = files.bytesWritten();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A record of counts, how to count them again if it does not reach the file, and whose they are. */
    private record Counts(
            CaptureRecord entry, Runnable restore, @Nullable CapturedStatement statement) {}

    @Override
    public void writeAggregates() {
        long now = System.nanoTime();
        lastAggregates = now;
        if (!files.available(now)) {
            return;
        }
        flush();
        if (!files.available(now)) {
            return;
        }
        long toMicros = session.micros(now);
        List<Counts> taken = new ArrayList<>();
        int kept = 0;
        try {
            take(taken, toMicros);
            if (taken.isEmpty()) {
                return;
            }
            Overhead overhead = overhead(toMicros);
            if (overhead != null) {
                taken.add(new Counts(overhead, () -> {}, null));
            }
            files.prepare();
            for (int i = 0; i < taken.size(); i++) {
                CapturedStatement captured = taken.get(i).statement();
                if (captured != null) {
                    writeOnce(resolver.resolve(captured), captured);
                }
                kept = files.pendingRecords() == 0 ? i : kept;
                files.write(taken.get(i).entry());
                kept = files.pendingRecords() == 0 ? i + 1 : kept;
            }
            files.flush();
            kept = taken.size();
            bytesWritten = files.bytesWritten();
            aggregatesFromMicros = toMicros;
        } catch (IOException e) {
            restore(taken, kept);
            failed(e);
            return;
        } catch (RuntimeException | Error e) {
            restore(taken, kept);
            throw e;
        }
        if (listened.isListenedTo()) {
            taken.forEach(this::tell);
        }
        writeSamples();
    }

    private void tell(Counts counts) {
        CapturedStatement captured = counts.statement();
        if (captured != null) {
            listened.tell(resolver.resolve(captured), captured);
        }
        listened.tell(counts.entry());
    }

    /** After the counts have reached the file, so that a failure here does not put them in doubt. */
    private void writeSamples() {
        if (samples == null) {
            return;
        }
        try {
            samples.write(files.number(), files::write);
            flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void take(List<Counts> taken, long toMicros) {
        session.aggregates().forEach(aggregate -> {
            if (!aggregate.isEmpty()) {
                CapturedStatement statement = resolvable(aggregate.statement());
                long id = resolver.resolve(statement).statement().id();
                Aggregate counts = aggregate.take(session.session(), id, aggregatesFromMicros, toMicros);
                taken.add(new Counts(counts, () -> aggregate.restore(counts), statement));
            }
        });
        session.drops()
                .take()
                .forEach((reason, count) -> taken.add(new Counts(
                        new Drops(session.session(), aggregatesFromMicros, toMicros, reason, count),
                        () -> session.drops().restore(Map.of(reason, count)),
                        null)));
    }

    /** A block is in the file or it is not, so the file has the first ones that were written. */
    private static void restore(List<Counts> taken, int kept) {
        taken.subList(kept, taken.size()).forEach(counts -> counts.restore().run());
    }

    /** A text that cannot be resolved, which should not happen, is counted as "other". */
    private CapturedStatement resolvable(CapturedStatement captured) {
        try {
            resolver.resolve(captured);
            return captured;
        } catch (RuntimeException e) {
            session.fault(e);
            return session.aggregates().other();
        }
    }

    @Override
    public long bytesWritten() {
        return bytesWritten;
    }

    private void failed(IOException problem) {
        session.drops().add("disk", files.failed(System.nanoTime()));
        session.diskFailed(problem);
    }

    /** Tries once more whatever happened before: there is no later. */
    @Override
    public void close() {
        files.retryNow();
        writePools(System.nanoTime());
        writeAggregates();
        try {
            files.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
