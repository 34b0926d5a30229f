package dev.sonde.analysis.unit;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one unit of work, or of a part of it. Records come in any order, and perhaps more than once. When a unit is
 * over its executions have long left the processor's cache, so what is asked of every unit is noted when they come.
 */
public final class UnitExecutions {
    private static final int USUAL = 16;

    // Columns of what is noted of each execution
    private static final int STATEMENT = 0;
    private static final int ROWS = 1;
    private static final int START_MICROS = 2;
    private static final int NANOS = 3;
    private static final int CALL_SITE = 4;
    private static final int COLUMNS = 5;

    private final UnitKey key;
    private final boolean continued;
    private final List<Execution> executions = new ArrayList<>(USUAL);
    private long[] notes = new long[COLUMNS * USUAL];
    private int withCallSite;
    private int linked;
    private long startMicros = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;
    private long lastSequence = Long.MIN_VALUE;
    private boolean inOrder = true;
    private boolean cut;

    // Its key, and its place in a UnitTable, which asks for them at each execution
    final long session;

    final long unit;

    @Nullable
    UnitExecutions nextOfHash;

    @Nullable
    UnitExecutions older;

    @Nullable
    UnitExecutions newer;

    /**
     * @param continued whether an earlier part of the unit was handed on already
     */
    UnitExecutions(UnitKey key, boolean continued) {
        this.key = key;
        this.session = key.session();
        this.unit = key.unit();
        this.continued = continued;
        this.cut = continued;
    }

    void add(Execution execution) {
        inOrder &= executions.isEmpty() || lastSequence < execution.sequence();
        lastSequence = execution.sequence();
        executions.add(execution);
        note(execution, executions.size() - 1);
    }

    private void note(Execution execution, int index) {
        int at = COLUMNS * index;
        if (at == notes.length) {
            notes = Arrays.copyOf(notes, 2 * at);
        }
        long start = execution.startMicros();
        long nanos = execution.executeNanos() + execution.fetchNanos();
        notes[at + STATEMENT] = execution.statement();
        notes[at + ROWS] = execution.rows();
        notes[at + START_MICROS] = start;
        notes[at + NANOS] = nanos;
        notes[at + CALL_SITE] = execution.callSite();
        withCallSite += execution.callSite() == 0 ? 0 : 1;
        linked += execution.link() == null ? 0 : 1;
        startMicros = Math.min(startMicros, start);
        endNanos = Math.max(endNanos, start * 1_000 + nanos);
    }

    void cut() {
        cut = true;
    }

    public UnitKey key() {
        return key;
    }

    /** Whether this is not the first part of its unit. */
    public boolean isContinued() {
        return continued;
    }

    /** Whether this is not known to be the whole unit. */
    public boolean isCut() {
        return cut;
    }

    /** How many were added; of those that came more than once, each counts until {@link #inOrder} is asked for. */
    int size() {
        return executions.size();
    }

    /** How many there are, each once. */
    public int count() {
        return inOrder().size();
    }

    /** Each execution once, in the order in which they started. */
    public List<Execution> inOrder() {
        if (!inOrder) {
            executions.sort(Comparator.comparingLong(Execution::sequence));
            for (int i = executions.size() - 1; i > 0; i--) {
                if (executions.get(i).sequence() == executions.get(i - 1).sequence()) {
                    executions.remove(i);
                }
            }
            inOrder = true;
            noteAll();
        }
        return executions;
    }

    private void noteAll() {
        withCallSite = 0;
        linked = 0;
        for (int i = 0; i < executions.size(); i++) {
            note(executions.get(i), i);
        }
    }

    /** The statement of the execution at an index of {@link #inOrder()}. */
    public long statement(int index) {
        return notes[COLUMNS * index + STATEMENT];
    }

    /** Its rows. */
    public long rows(int index) {
        return notes[COLUMNS * index + ROWS];
    }

    /** When it started, in microseconds since the session's start. */
    public long startMicros(int index) {
        return notes[COLUMNS * index + START_MICROS];
    }

    /** How long it and reading its result took. */
    public long nanos(int index) {
        return notes[COLUMNS * index + NANOS];
    }

    /** Its call site, 0 if that was not sampled. */
    public long callSite(int index) {
        return notes[COLUMNS * index + CALL_SITE];
    }

    /** Executions whose call site was sampled. */
    public int withCallSite() {
        inOrder();
        return withCallSite;
    }

    /** Executions of which is known where a bind value came from. */
    public int linked() {
        inOrder();
        return linked;
    }

    /** When the first execution started, in nanoseconds since the session's start. */
    public long startNanos() {
        return startMicros * 1_000;
    }

    /** When the last execution ended, in nanoseconds since the session's start. */
    public long endNanos() {
        return endNanos;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitExecutions unit
                && key.equals(unit.key)
                && cut == unit.cut
                && inOrder().equals(unit.inOrder());
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
