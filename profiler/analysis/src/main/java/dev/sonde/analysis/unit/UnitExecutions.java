package dev.sonde.analysis.unit;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Executions of one unit of work, or of a part of it. Records come in any order, and perhaps more than once. */
public final class UnitExecutions {
    private static final int USUAL = 16;

    private final UnitKey key;
    private final boolean continued;
    private final List<Execution> executions = new ArrayList<>(USUAL);
    private boolean inOrder = true;
    private boolean cut;

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
        }
        return executions;
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
