package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.sql.BindColumn;
import dev.sonde.capture.sql.BindColumns;
import dev.sonde.profiler.event.BoundValues;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.settings.ValueRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of bind values of a session with {@code binds=values}, at most {@value #MAX_BYTES} bytes in all: beyond
 * that a statement's first executions get no sample, later ones take the place of earlier ones. Used by the writer
 * thread only.
 */
final class ValueSamples {

    static final long MAX_BYTES = 8 << 20;

    private static final int MAX_STATEMENTS = 20_000;

    /** A statement's sample, and by position whether values may be kept: whatever their type, or if that is allowed. */
    private record Entry(ValueReservoir reservoir, boolean[] byColumn, boolean[] byType) {
        boolean keepsNothing() {
            for (int i = 0; i < byColumn.length; i++) {
                if (byColumn[i] || byType[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final long session;
    private final ValueRules rules;
    private final Map<Long, Entry> entries = new HashMap<>();
    private long bytes;

    ValueSamples(long session, ValueRules rules) {
        this.session = session;
        this.rules = rules;
    }

    /** Offers an execution to its statement's sample. */
    void offer(StatementText text, ExecutionEvent event) {
        ResolvedStatement statement = text.statement();
        Entry entry = entries.get(statement.id());
        if (entry == null) {
            if (entries.size() >= MAX_STATEMENTS) {
                return;
            }
            entry = entry(statement, text.positions());
            entries.put(statement.id(), entry);
        }
        if (entry.keepsNothing()) {
            return;
        }
        long weight = Math.max(1, event.executeNanos + event.fetchNanos);
        double rank = BindSample.rank(session, event.sequence, weight);
        if (entry.reservoir().wants(rank)) {
            List<KeptValue> values = allowed(entry, text, event.values);
            if (!values.isEmpty()) {
                bytes += entry.reservoir().add(rank, event.sequence, weight, values, MAX_BYTES - bytes);
            }
        }
    }

    private Entry entry(ResolvedStatement statement, int positions) {
        boolean[] byColumn = new boolean[positions];
        boolean[] byType = new boolean[positions];
        if (positions > 0 && statement.wantsValues()) {
            BindColumns columns = BindColumns.of(statement.sql());
            for (int i = 0; i < positions; i++) {
                List<BindColumn> bound = columns.of(i + 1);
                byColumn[i] = rules.allowsColumns(bound);
                byType[i] = !rules.types().isEmpty() && ValueRules.allowsTypes(bound, columns);
            }
        }
        return new Entry(new ValueReservoir(statement.id()), byColumn, byType);
    }

    private List<KeptValue> allowed(Entry entry, StatementText text, @Nullable Object[] values) {
        List<KeptValue> kept = new ArrayList<>();
        int positions = Math.min(text.positions(), entry.byColumn().length);
        for (int i = 0; i < positions; i++) {
            Object value = text.value(i, values);
            boolean byType = entry.byType()[i];
            if (value == null || (!entry.byColumn()[i] && !byType)) {
                continue;
            }
            if (value == BoundValues.NULL) {
                if (entry.byColumn()[i]) { // NULL has no type that could be allowed
                    kept.add(new KeptValue(i + 1, null));
                }
            } else if (entry.byColumn()[i] || rules.types().contains(BoundValues.typeOf(value))) {
                String literal = BoundValues.text(value);
                if (literal != null) {
                    kept.add(new KeptValue(i + 1, literal));
                }
            }
        }
        return kept;
    }

    /** Writes what the current file lacks. */
    void write(int file, ValueReservoir.Output output) throws IOException {
        for (Entry entry : entries.values()) {
            for (BindSample sample : entry.reservoir().unwritten(session, file)) {
                output.write(sample);
            }
        }
    }
}
