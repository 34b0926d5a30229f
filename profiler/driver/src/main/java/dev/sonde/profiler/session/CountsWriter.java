package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.settings.ProfilerSettings.Detail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was counted: every ten seconds into the current file or, in a session that writes summaries, into the next
 * summary, which is a file of its own. What does not reach a file is counted again. Used by the writer thread only, but for
 * {@link #bytesWritten()}.
 */
final class CountsWriter {

    private static final long AGGREGATE_NANOS = 10_000_000_000L;

    private final CaptureSession session;
    private final CaptureFiles files;
    private final ListenedRecords listened;
    private final StatementResolver resolver;
    private final @Nullable ValueSamples samples;
    private final @Nullable SummaryBuffer summary;
    private final OverheadWindow overhead;
    private final long flushNanos;
    private final long summaryNanos;
    private final long addUpNanos;
    private volatile long bytesWritten;
    private boolean failureLogged;
    private long lastFlush = System.nanoTime();
    private long lastAggregates = lastFlush;
    private long lastSummary = lastFlush;
    private long aggregatesFromMicros;
    private long writtenFromMicros;

    /** A record of counts, how to count them again if it does not reach the file, and whose they are. */
    private record Counts(
            CaptureRecord entry, Runnable restore, @Nullable CapturedStatement statement) {}

    CountsWriter(
            CaptureSession session,
            CaptureFiles files,
            ListenedRecords listened,
            StatementResolver resolver,
            Governor governor,
            @Nullable ValueSamples samples) {
        this.session = session;
        this.files = files;
        this.listened = listened;
        this.resolver = resolver;
        this.samples = samples;
        this.summary = session.settings().detail() == Detail.SUMMARY ? new SummaryBuffer() : null;
        this.overhead = new OverheadWindow(session, governor);
        this.flushNanos = session.settings().flushInterval().toNanos();
        this.summaryNanos = session.settings().summaryInterval().toNanos();
        this.addUpNanos = summary == null ? AGGREGATE_NANOS : Math.min(AGGREGATE_NANOS, summaryNanos);
    }

    /** Takes what is to be in the next summary; null if single executions are written. */
    @Nullable
    SummaryBuffer summary() {
        return summary;
    }

    /** Bytes that have reached the files; for any thread. */
    long bytesWritten() {
        return bytesWritten;
    }

    /** The file is given up; what was in its last block is lost, and counted. */
    void failed(IOException problem) {
        session.drops().add("disk", files.failed(System.nanoTime()));
        if (!failureLogged) {
            failureLogged = true;
            ServiceLog.warning(
                    "captures cannot be written to {0}: {1}; executions are counted, their details are lost,"
                            + " and writing is tried again every few seconds",
                    session.folder().toAbsolutePath(), problem.toString());
        }
    }

    /** Writes the statement unless the file has it. */
    void writeOnce(StatementText text, CapturedStatement captured) throws IOException {
        if (text.statement().needsWriting(files.number(), captured)) {
            files.write(text.statement()
                    .toRecord(session.session(), captured, text.types(captured.bindTypes()), files.number()));
        }
    }

    void tick(long now) {
        if (now - lastAggregates >= addUpNanos) {
            if (summary != null && now - lastSummary < summaryNanos) {
                addUp(summary, now);
            } else {
                write();
            }
        } else if (now - lastFlush >= flushNanos) {
            flush();
        }
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

    /** Writes all that was counted. */
    void write() {
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
                lastSummary = now;
                aggregatesFromMicros = toMicros;
                writtenFromMicros = toMicros;
                return;
            }
            Overhead cost = overhead.take(toMicros);
            if (cost != null) {
                taken.add(new Counts(cost, () -> {}, null));
            }
            if (summary == null) {
                taken.add(new Counts(ProcessFigures.sample(session.session(), toMicros), () -> {}, null));
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
            writtenFromMicros = toMicros;
        } catch (IOException e) {
            restore(taken, kept);
            failed(e);
            return;
        } catch (RuntimeException | Error e) {
            restore(taken, kept);
            throw e;
        }
        if (listened.isListenedTo()) {
            taken.forEach(this::tellOnce);
        }
        writeSamples();
        if (summary != null) {
            endSummary(summary, now);
        }
    }

    /** A block is in the file or it is not, so the file has the first ones that were written. */
    private static void restore(List<Counts> taken, int kept) {
        taken.subList(kept, taken.size()).forEach(counts -> counts.restore().run());
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

    /** After the counts have reached the file, too. */
    private void endSummary(SummaryBuffer buffer, long now) {
        try {
            files.prepare();
            buffer.writeRest(files::write);
            files.close();
            bytesWritten = files.bytesWritten();
            lastSummary = now;
        } catch (IOException e) {
            failed(e);
        }
    }

    // ---- counts ----

    private void take(List<Counts> taken, long toMicros) {
        if (summary == null) {
            takeAggregates(toMicros, taken::add);
        } else {
            addUp(summary, System.nanoTime());
            summary.takeSums((counts, statement) ->
                    taken.add(new Counts(counts, () -> summary.add(counts, statement), statement)));
        }
        session.units().forEach(durations -> {
            if (!durations.isEmpty()) {
                UnitAggregate counts = durations.take(session.session(), writtenFromMicros, toMicros);
                taken.add(new Counts(counts, () -> durations.restore(counts), null));
            }
        });
        session.drops()
                .take()
                .forEach((reason, count) -> taken.add(new Counts(
                        new Drops(session.session(), writtenFromMicros, toMicros, reason, count),
                        () -> session.drops().restore(Map.of(reason, count)),
                        null)));
    }

    /** Takes what was counted into the next summary. */
    private void addUp(SummaryBuffer buffer, long now) {
        lastAggregates = now;
        long toMicros = session.micros(now);
        boolean isListenedTo = listened.isListenedTo();
        takeAggregates(toMicros, counts -> {
            try {
                buffer.add((Aggregate) counts.entry(), statementOf(counts));
            } catch (RuntimeException | Error e) {
                counts.restore().run();
                throw e;
            }
            if (isListenedTo) {
                tell(counts);
            }
        });
        aggregatesFromMicros = toMicros;
        ProcessSample sample = ProcessFigures.sample(session.session(), toMicros);
        buffer.add(sample);
        if (isListenedTo) {
            listened.tell(sample);
        }
    }

    private CapturedStatement statementOf(Counts counts) {
        CapturedStatement statement = counts.statement();
        return statement == null ? session.aggregates().other() : statement;
    }

    private void takeAggregates(long toMicros, Consumer<Counts> consumer) {
        session.aggregates().forEach(aggregate -> {
            if (!aggregate.isEmpty()) {
                CapturedStatement statement = resolvable(aggregate.statement());
                long id = resolver.resolve(statement).statement().id();
                Aggregate counts = aggregate.take(
                        session.session(), id, aggregatesFromMicros, toMicros, session.counting()::taken);
                consumer.accept(new Counts(counts, () -> aggregate.restore(counts), statement));
            }
        });
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

    // ---- listeners ----

    /** Aggregates of a summary were told when they were added up. */
    private void tellOnce(Counts counts) {
        if (summary == null || !(counts.entry() instanceof Aggregate)) {
            tell(counts);
        }
    }

    private void tell(Counts counts) {
        CapturedStatement captured = counts.statement();
        if (captured != null) {
            listened.tell(resolver.resolve(captured), captured);
        }
        listened.tell(counts.entry());
    }
}
