package dev.sonde.cli.importing;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session of an imported capture: writes executions as they come and counts them. */
final class ImportedSession {

    private static final int MAX_VALUE_LENGTH = 1_000;

    /** The server ends a value with this where log_parameter_max_length cut it. */
    private static final String CUT = "...";

    private final ImportedCapture capture;
    private final long id;
    private final TextHash hash;
    private final Map<Long, StatementTotals> totals = new LinkedHashMap<>();
    private final Map<Long, ValueSample> samples = new LinkedHashMap<>();
    private final Set<Long> sites = new HashSet<>();
    private boolean begun;
    private long startedMicros;
    private long sequence;

    ImportedSession(ImportedCapture capture, long id) {
        this.capture = capture;
        this.id = id;
        hash = new TextHash(capture.hasher());
    }

    long id() {
        return id;
    }

    /** Counts and writes one execution. */
    void add(ImportedExecution execution) {
        add(execution, 1, 1);
    }

    /**
     * Counts executions that are alike and writes some of them.
     *
     * @param number how many there were
     * @param detailed how many to write, at most {@code number}
     */
    void add(ImportedExecution execution, long number, long detailed) {
        NormalizedSql statement = capture.normalize(execution.sql(), execution.isJdbc());
        if (statement.verb().isUtility()) {
            capture.tally().utility(number);
            return;
        }
        StatementTotals counts = totals(statement, execution.startMicros());
        // Only with a state is an execution known to have failed, docs/capture-format.md
        long written = execution.failed() && execution.sqlState().isEmpty() ? 0 : detailed;
        counts.add(number, execution.failed(), execution.rows(), execution.nanos(), written);
        long start = execution.startMicros() == 0 ? 0 : Math.max(0, execution.startMicros() - startedMicros);
        counts.seen(start, start + Math.max(0, execution.nanos()) / 1_000);
        long first = sequence + 1;
        List<@Nullable Object> values = values(statement, execution);
        List<@Nullable Integer> hashes = hashes(values);
        long site = execution.place().isEmpty() ? 0 : site(execution.place());
        for (long i = 0; i < written; i++) {
            write(record(statement.id(), start, hashes, execution, site));
        }
        if (written > 0 && capture.keepsValues() && !statement.masked()) {
            sample(statement, first, execution.nanos() > 0 ? execution.nanos() : number, values);
        }
    }

    /** The counts of a statement, to which sums are added that a source has. */
    StatementTotals totals(NormalizedSql statement, long startMicros) {
        if (!begun) {
            begun = true;
            startedMicros = startMicros;
            write(capture.record(this, startMicros));
        }
        StatementTotals known = totals.get(statement.id());
        if (known == null) {
            known = new StatementTotals();
            totals.put(statement.id(), known);
            write(new Statement(
                    id,
                    statement.id(),
                    statement.fingerprint(),
                    statement.sql(),
                    statement.literalPositions(),
                    statement.slots().stream().map(Slot::jdbcType).toList(),
                    List.of(),
                    statement.truncated()));
        }
        return known;
    }

    /** Adds to the time of the last execution of a text, if there was one. */
    void addTime(String sql, long nanos) {
        StatementTotals known = totals.get(capture.normalize(sql, false).id());
        if (known != null) {
            known.more(nanos);
        }
    }

    private Execution record(
            long statement, long start, List<@Nullable Integer> hashes, ImportedExecution execution, long site) {
        sequence++;
        return new Execution(
                id,
                sequence,
                statement,
                0,
                start,
                Math.max(0, execution.nanos()),
                0,
                0,
                execution.lease(),
                execution.backendPid(),
                0,
                hashes,
                execution.rows(),
                -1,
                0,
                execution.sqlState(),
                site,
                null);
    }

    private long site(String place) {
        long state = ContentHash.add(ContentHash.START, place, 0, place.length());
        long site = ContentHash.finish(ContentHash.add(state, '\n'));
        if (sites.add(site)) {
            write(new CallSite(id, site, List.of(place), List.of()));
        }
        return site;
    }

    /** Stands for a value that is not known, where null stands for SQL NULL. */
    private static final Object UNKNOWN = new Object();

    /** By position of the normalised text; empty if no value is known. */
    private static List<@Nullable Object> values(NormalizedSql statement, ImportedExecution execution) {
        List<@Nullable Object> values = new ArrayList<>();
        boolean known = false;
        List<@Nullable String> parameters = execution.parameters();
        for (Slot slot : statement.slots()) {
            Object value = UNKNOWN;
            if (slot.isLiteral()) {
                value = slot.literal() == null ? UNKNOWN : slot.literal();
            } else if (parameters != null && slot.bindIndex() < parameters.size() && !statement.masked()) {
                value = parameters.get(slot.bindIndex());
            }
            known |= value != UNKNOWN;
            values.add(value);
        }
        return known ? values : List.of();
    }

    private List<@Nullable Integer> hashes(List<@Nullable Object> values) {
        List<@Nullable Integer> hashes = new ArrayList<>(values.size());
        for (Object value : values) {
            hashes.add(value == null ? null : value == UNKNOWN ? hash.unknown() : Integer.valueOf(hash.of(value)));
        }
        return hashes;
    }

    private void sample(NormalizedSql statement, long first, long weight, List<@Nullable Object> values) {
        if (values.isEmpty()) {
            return;
        }
        ValueSample sample = samples.computeIfAbsent(statement.id(), key -> new ValueSample());
        if (!sample.wants(id, first, weight)) {
            return;
        }
        List<KeptValue> kept = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            String text = value == null || value == UNKNOWN ? null : text(value);
            if (value == null || (text != null && text.length() <= MAX_VALUE_LENGTH && !text.endsWith(CUT))) {
                kept.add(new KeptValue(i + 1, text));
                bytes += text == null ? 0 : text.length();
            }
        }
        if (!kept.isEmpty()) {
            sample.add(id, statement.id(), first, weight, kept);
            capture.kept(bytes);
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number && Math.abs(number.scale()) < 100
                ? number.toPlainString()
                : value.toString();
    }

    long executions() {
        return totals.values().stream().mapToLong(StatementTotals::count).sum();
    }

    Set<Long> statements() {
        return totals.keySet();
    }

    /** Writes what was counted. */
    void finish() {
        totals.forEach((statement, counts) -> write(counts.aggregate(id, statement)));
        for (ValueSample sample : samples.values()) {
            for (BindSample member : sample.members()) {
                write(member);
            }
        }
    }

    private void write(CaptureRecord entry) {
        try {
            capture.writer().write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
