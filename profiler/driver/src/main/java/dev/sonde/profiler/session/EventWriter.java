package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
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
final class EventWriter implements EventConsumer {

    private static final long FLUSH_NANOS = 2_000_000_000L;
    private static final long AGGREGATE_NANOS = 10_000_000_000L;
    private static final int MAX_CALL_SITES = 20_000;

    private final CaptureSession session;
    private final CaptureFiles files;
    private final StatementResolver resolver;
    private final UnitTracker units = new UnitTracker();
    private final Map<Long, Integer> callSiteFiles = new HashMap<>();
    private final ExecutionFields fields = new ExecutionFields();
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

    @Override
    public void accept(ExecutionEvent event) {
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
        boolean offered = files.available(System.nanoTime()) && write(event, text, captured, unit);
        if (!offered) {
            session.dropped("disk", 1);
        }
        session.aggregates().add(statement.counted(), unit.route(), event, offered);
    }

    /** False if the execution did not get as far as a block of the file. */
    private boolean write(ExecutionEvent event, StatementText text, CapturedStatement captured, UnitState unit) {
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
        units.forgetClosed();
        tick();
    }

    @Override
    public void tick() {
        long now = System.nanoTime();
        if (now - lastAggregates >= AGGREGATE_NANOS) {
            writeAggregates(now);
        } else if (now - lastFlush >= FLUSH_NANOS) {
            flush(now);
        }
    }

    private void flush(long now) {
        lastFlush = now;
        try {
            files.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A record of counts, and how to count them again if it does not reach the file. */
    private record Counts(CaptureRecord entry, Runnable restore) {}

    /** Writes what was counted since the last time; what does not reach the file is counted again. */
    private void writeAggregates(long now) {
        lastAggregates = now;
        if (!files.available(now)) {
            return;
        }
        flush(now);
        if (!files.available(now)) {
            return;
        }
        long toMicros = session.micros(now);
        List<Counts> taken = new ArrayList<>();
        int written = 0;
        try {
            take(taken, toMicros);
            if (taken.isEmpty()) {
                return;
            }
            files.prepare();
            for (Counts counts : taken) {
                written++;
                files.write(counts.entry());
            }
            files.flush();
            aggregatesFromMicros = toMicros;
        } catch (IOException e) {
            restore(taken, written);
            failed(e);
        } catch (RuntimeException | Error e) {
            restore(taken, written);
            throw e;
        }
    }

    /** A block is in the file or it is not, so what the file lacks are the last ones that were written. */
    private void restore(List<Counts> taken, int written) {
        int kept = Math.max(0, written - files.pendingRecords());
        taken.subList(kept, taken.size()).forEach(counts -> counts.restore().run());
    }

    private void take(List<Counts> taken, long toMicros) {
        session.aggregates().forEach((key, aggregate) -> {
            if (!aggregate.isEmpty()) {
                long id = statementId(key.statement());
                Aggregate counts = aggregate.take(session.session(), id, key.route(), aggregatesFromMicros, toMicros);
                taken.add(new Counts(counts, () -> aggregate.restore(counts)));
            }
        });
        session.takeDrops()
                .forEach((reason, count) -> taken.add(new Counts(
                        new Drops(session.session(), aggregatesFromMicros, toMicros, reason, count),
                        () -> session.dropped(reason, count))));
    }

    /** A text that cannot be resolved, which should not happen, is counted as "other". */
    private long statementId(CapturedStatement captured) {
        try {
            return resolver.resolve(captured).statement().id();
        } catch (RuntimeException e) {
            session.fault(e);
            return resolver.resolve(AggregateTable.OTHER).statement().id();
        }
    }

    private void failed(IOException problem) {
        session.dropped("disk", files.failed(System.nanoTime()));
        session.diskFailed(problem);
    }

    /** Tries once more whatever happened before: there is no later. */
    @Override
    public void close() {
        files.retryNow();
        writeAggregates(System.nanoTime());
        try {
            files.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
