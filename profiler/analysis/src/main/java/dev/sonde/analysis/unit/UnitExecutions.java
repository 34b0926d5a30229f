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

    private final UnitKey key;
    private final boolean continued;
    private final List<Execution> executions = new ArrayList<>(USUAL);
    private long[] executed = new long[2 * USUAL];
    private int withCallSite;
    private int linked;
    private long startMicros = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;
    private boolean inOrder = true;
    private boolean cut;

    // Its place in a UnitTable
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
        this.continued = continued;
        this.cut = continued;
    }

    void add(Execution execution) {
        inOrder &= executions.isEmpty() || executions.get(executions.size() - 1).sequence() < execution.sequence();
        executions.add(execution);
        note(execution, executions.size() - 1);
    }

    private void note(Execution execution, int index) {
        if (2 * index == executed.length) {
            executed = Arrays.copyOf(executed, 4 * index);
        }
        executed[2 * index] = execution.statement();
        executed[2 * index + 1] = execution.rows();
        withCallSite += execution.callSite() == 0 ? 0 : 1;
        linked += execution.link() == null ? 0 : 1;
        startMicros = Math.min(startMicros, execution.startMicros());
        endNanos =
                Math.max(endNanos, execution.startMicros() * 1_000 + execution.executeNanos() + execution.fetchNanos());
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

    int size() {
        return executions.size();
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

    /** Identifiers of the statements, and the rows, of all executions, in turns and in their order. */
    public long[] statementsAndRows() {
        return Arrays.copyOf(executed, 2 * inOrder().size());
    }

    /** The statement of the execution at an index of {@link #inOrder()}. */
    public long statement(int index) {
        return executed[2 * index];
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
