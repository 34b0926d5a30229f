package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.event.PoolMeter;
import dev.sonde.profiler.unit.UnitState;
import dev.sonde.profiler.unit.UnitTracker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into records: resolves statements and units, looks for provenance, counts, writes. Used by the writer
 * thread only, so nothing in it is shared but the aggregates.
 */
final class EventWriter implements EventConsumer {

    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final long FORGET_NANOS = 100_000_000L;
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
    private final CountsWriter counts;

    /** Null if single executions are written. */
    private final @Nullable SummaryBuffer summary;

    private long lastWindow = System.nanoTime();
    private long lastForgotten = lastWindow;

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
        this.counts = new CountsWriter(session, files, listened, resolver, governor, samples);
        this.summary = counts.summary();
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
        if (!event.countsOnly) {
            look(event, captured, text, unit);
        }
        boolean offered = summary == null
                ? !event.countsOnly && write(event, captured, text, unit)
                : keep(summary, event, text, unit);
        session.aggregates().add(statement.counted(), unit.route(), event, offered, session.slowNanos());
        if (!offered) {
            session.drops().add(summary != null ? "summary" : event.countsOnly ? "budget" : "disk", 1);
        }
    }

    /** Links the execution, and tells it to whoever listens. */
    private void look(ExecutionEvent event, CapturedStatement captured, StatementText text, UnitState unit) {
        fill(event, text, unit);
        if (unit.link(fields)) {
            session.repeatedChild();
        }
        units.addKeys(unit, event, text.statement().id());
        if (samples != null) {
            samples.offer(text, event);
        }
        if (listened.isListenedInDetail()) {
            listened.tell(fields, text, captured, unit, event.callSite);
        }
    }

    /** Keeps the execution for the next summary if it is one of the few that are in it. */
    private boolean keep(SummaryBuffer buffer, ExecutionEvent event, StatementText text, UnitState unit) {
        boolean slow = event.executeNanos + event.fetchNanos >= session.slowNanos();
        if (!buffer.wants(text.statement().id(), !event.countsOnly, slow, !event.sqlState.isEmpty())) {
            return false;
        }
        if (event.countsOnly) {
            fill(event, text, unit);
        }
        buffer.add(fields.toRecord(session.session()), record(unit), event.callSite);
        return true;
    }

    /** Writes the execution; false if it did not get as far as a block of the file. */
    private boolean write(ExecutionEvent event, CapturedStatement captured, StatementText text, UnitState unit) {
        if (!files.available(System.nanoTime())) {
            return false;
        }
        boolean offered = false;
        try {
            files.prepare();
            counts.writeOnce(text, captured);
            writeOnce(unit);
            CallSite site = event.callSite;
            if (site != null && isNewInFile(site)) {
                files.write(site);
            }
            offered = true;
            files.writeExecution(fields);
        } catch (IOException e) {
            counts.failed(e);
        }
        return offered;
    }

    private void acceptLease(ExecutionEvent event) {
        PoolMeter pool = event.pool;
        boolean available = summary != null || files.available(System.nanoTime());
        boolean isListenedTo = listened.isListenedInDetail();
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
        if (summary != null) {
            boolean isLong = lease.heldNanos() >= session.slowNanos() || lease.waitNanos() >= session.slowNanos();
            if (isLong) {
                summary.add(lease, site);
            }
            return;
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
            counts.failed(e);
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
        if (session.keepsBinds() && !event.countsOnly) {
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

    private void writeOnce(UnitState unit) throws IOException {
        String route = unit.route();
        if (unit.writtenInFile != files.number() || !unit.writtenRoute.equals(route)) {
            unit.writtenInFile = files.number();
            unit.writtenRoute = route;
            files.write(record(unit));
        }
    }

    private Unit record(UnitState unit) {
        return new Unit(session.session(), unit.id(), unit.route(), unit.traceId(), unit.kind(), fields.startMicros);
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
        long now = System.nanoTime();
        if (now - lastForgotten >= FORGET_NANOS) {
            lastForgotten = now;
            units.forgetClosed(now);
        }
        tick();
    }

    @Override
    public void tick() {
        long now = System.nanoTime();
        if (now - lastWindow >= WINDOW_NANOS) {
            lastWindow = now;
            governor.endWindow();
            session.readLiveSettings();
            files.shipping().watch(now);
            writePools(now);
        }
        counts.tick(now);
    }

    private void writePools(long now) {
        List<PoolFigures> pools = session.pools();
        if (pools.isEmpty() || !(summary != null || files.available(now))) {
            return;
        }
        try {
            if (summary == null) {
                files.prepare();
            }
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
                if (summary == null) {
                    files.write(sample);
                } else {
                    summary.add(sample);
                }
                if (listened.isListenedInDetail()) {
                    listened.tell(sample);
                }
            }
        } catch (IOException e) {
            counts.failed(e);
        }
    }

    @Override
    public void writeAggregates() {
        counts.write();
    }

    @Override
    public long bytesWritten() {
        return counts.bytesWritten();
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
            counts.failed(e);
        }
    }
}
