package dev.sonde.analysis.unit;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The units of work that may still go on. A capture does not say when a unit ends, so a unit is kept until there are
 * {@value #MAX_EXECUTIONS} executions in all, and then the one longest unused is handed on; of one unit at most {@value
 * #MAX_IN_UNIT} are kept. What comes later of a unit that was handed on is a part of its own and says so.
 *
 * <p>Memory: about 300 bytes an execution, 10 MB at most. Until something has been handed on, the content does not depend on
 * the order of the records.
 */
public final class OpenUnits {
    public static final int MAX_EXECUTIONS = 30_000;
    static final int MAX_IN_UNIT = 10_000;
    private static final int MAX_REMEMBERED = 20_000;

    private final UnitTable units = new UnitTable();
    private final Set<UnitKey> handedOn = new LinkedHashSet<>();
    /** Units to come that are known not to be whole. */
    private final Set<UnitKey> cut = new HashSet<>();

    private int executions;

    /** Adds an execution; units or parts of units that have to go are handed on. */
    public void add(Execution execution, Consumer<UnitExecutions> over) {
        UnitExecutions unit = units.use(execution.session(), execution.unit());
        if (unit == null) {
            UnitKey key = new UnitKey(execution.session(), execution.unit());
            unit = new UnitExecutions(key, handedOn.contains(key));
            units.add(unit);
            if (!cut.isEmpty() && cut.remove(key)) {
                unit.cut();
            }
        }
        unit.add(execution);
        executions++;
        if (unit.size() == MAX_IN_UNIT) {
            unit.cut();
            units.remove(unit);
            handOn(unit, over);
        } else if (executions > MAX_EXECUTIONS) {
            UnitExecutions gone = Objects.requireNonNull(units.eldest());
            units.remove(gone);
            handOn(gone, over);
        }
    }

    private void handOn(UnitExecutions unit, Consumer<UnitExecutions> over) {
        executions -= unit.size();
        handedOn.add(unit.key());
        if (handedOn.size() > MAX_REMEMBERED) {
            Iterator<UnitKey> eldest = handedOn.iterator();
            eldest.next();
            eldest.remove();
        }
        over.accept(unit);
    }

    /** Adds the units of another, which stays as it is. */
    public void addAll(OpenUnits other, Consumer<UnitExecutions> over) {
        handedOn.addAll(other.handedOn);
        for (UnitExecutions unit : other.units.all()) {
            unit.inOrder().forEach(execution -> add(execution, over));
            UnitExecutions mine = units.find(unit.key().session(), unit.key().unit());
            if (unit.isCut() && mine != null) {
                mine.cut();
            }
        }
    }

    /** By session and number. */
    public List<UnitExecutions> inOrder() {
        List<UnitExecutions> ordered = units.all();
        ordered.sort(Comparator.comparing(UnitExecutions::key));
        return ordered;
    }

    /** Hands all units on, by session and number. */
    public void drain(Consumer<UnitExecutions> over) {
        List<UnitExecutions> all = inOrder();
        units.clear();
        all.forEach(unit -> handOn(unit, over));
        handedOn.clear();
    }

    /** Writes what is known of units besides their executions. */
    public void writeFlags(SummaryOutput out) {
        for (UnitKey key : new TreeSet<>(handedOn)) {
            out.begin(SummaryKind.HANDED_ON)
                    .id(key.session())
                    .number(key.unit())
                    .end();
        }
        for (UnitExecutions unit : inOrder()) {
            if (unit.isCut()) {
                out.begin(SummaryKind.OPEN_UNIT)
                        .id(unit.key().session())
                        .number(unit.key().unit())
                        .flag(unit.isContinued())
                        .flag(true)
                        .end();
            }
        }
    }

    /** Takes what was written, before the executions of the same units. */
    public void readFlag(SummaryKind kind, SummaryInput in) {
        UnitKey key = new UnitKey(in.id(), in.number());
        boolean continued = kind == SummaryKind.HANDED_ON || in.flag();
        if (kind == SummaryKind.OPEN_UNIT && in.flag()) {
            UnitExecutions known = units.find(key.session(), key.unit());
            if (known != null) {
                known.cut();
            } else {
                cut.add(key);
            }
        }
        if (continued) {
            handedOn.add(key);
        }
    }

    public Collection<UnitExecutions> all() {
        return units.all();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenUnits open && units.equals(open.units);
    }

    @Override
    public int hashCode() {
        return units.hashCode();
    }
}
