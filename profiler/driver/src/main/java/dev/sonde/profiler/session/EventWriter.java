package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.unit.UnitState;
import dev.sonde.profiler.unit.UnitTracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns events into records: resolves statements and units, looks for provenance, counts, writes. Used by the writer
 * thread only, so nothing in it is shared but the aggregates.
 */
final class EventWriter {

    private static final long FLUSH_NANOS = 2_000_000_000L;
    private static final long AGGREGATE_NANOS = 10_000_000_000L;
    private static final int MAX_CALL_SITES = 20_000;

    private final CaptureSession session;
    private final CaptureFiles files;
    private final StatementResolver resolver;
    private final UnitTracker units = new UnitTracker();
    private final Map<Long, Integer> callSiteFiles = new HashMap<>();
    private final ExecutionFields fields = new ExecutionFields();
    private long executionsSinceFlush;
    private long lastFlush;
    private long lastAggregates;
    private long aggregatesFromMicros;

    EventWriter(CaptureSession session, CaptureFiles files, StatementResolver resolver) {
        this.session = session;
        this.files = files;
        this.resolver = resolver;
        this.lastFlush = System.nanoTime();
        this.lastAggregates = lastFlush;
    }

    void accept(ExecutionEvent event) {
        CapturedStatement captured = event.statement;
        if (captured == null) {
            return;
        }
        StatementText text = resolver.resolve(captured);
        ResolvedStatement statement = text.statement();
        UnitState unit = units.unitOf(event);
        if (event.keysOnly) {
            units.addKeys(unit, event, statement.id());
            return;
        }
        fill(event, text, unit);
        unit.link(fields);
        units.addKeys(unit, event, statement.id());
        session.aggregates().add(statement.counted(), unit.route(), event, true);
        if (!files.available(System.nanoTime())) {
            session.dropped("disk", 1);
            return;
        }
        try {
            files.prepare();
            writeOnce(text, captured);
            writeOnce(unit);
            CallSite site = event.callSite;
            if (site != null && isNewInFile(site)) {
                files.write(site);
            }
            files.writeExecution(fields);
            executionsSinceFlush++;
        } catch (IOException | RuntimeException e) {
            executionsSinceFlush++;
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

    /** Called when the ring was empty: the moment for what must not delay events. */
    void idle() {
        units.forgetClosed();
        tick();
    }

    /** Called now and then under load. */
    void tick() {
        long now = System.nanoTime();
        if (now - lastAggregates >= AGGREGATE_NANOS) {
            writeAggregates();
        } else if (now - lastFlush >= FLUSH_NANOS) {
            flush();
        }
    }

    private void flush() {
        lastFlush = System.nanoTime();
        try {
            files.flush();
            executionsSinceFlush = 0;
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** Writes what was counted since the last time; what cannot be written is counted again. */
    void writeAggregates() {
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
        List<Map.Entry<StatementAggregate, Aggregate>> taken = new ArrayList<>();
        Map<String, Long> drops = session.takeDrops();
        try {
            session.aggregates().forEach((key, aggregate) -> {
                if (!aggregate.isEmpty()) {
                    long id = resolver.resolve(key.statement()).statement().id();
                    taken.add(Map.entry(
                            aggregate,
                            aggregate.take(session.session(), id, key.route(), aggregatesFromMicros, toMicros)));
                }
            });
            if (taken.isEmpty() && drops.isEmpty()) {
                return;
            }
            files.prepare();
            for (Map.Entry<StatementAggregate, Aggregate> entry : taken) {
                files.write(entry.getValue());
            }
            for (Map.Entry<String, Long> drop : drops.entrySet()) {
                files.write(
                        new Drops(session.session(), aggregatesFromMicros, toMicros, drop.getKey(), drop.getValue()));
            }
            files.flush();
            aggregatesFromMicros = toMicros;
        } catch (IOException | RuntimeException e) {
            taken.forEach(entry -> entry.getKey().restore(entry.getValue()));
            drops.forEach(session::dropped);
            failed(e);
        }
    }

    private void failed(Exception problem) {
        session.dropped("disk", executionsSinceFlush);
        executionsSinceFlush = 0;
        files.failed(System.nanoTime());
        session.diskFailed(problem);
    }

    void close() {
        writeAggregates();
        try {
            files.close();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }
}
