package dev.sonde.profiler.meter;

import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.session.StatementFigures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of several sessions added up. Not threadsafe. */
public final class Sums {

    /** One statement. */
    public record StatementSum(String sql, long executions, long nanos) {
        StatementSum plus(StatementSum other) {
            return new StatementSum(sql, executions + other.executions, nanos + other.nanos);
        }
    }

    public long executions;
    public long errors;
    public long slow;
    public long repeatedChildren;
    public long faults;
    public long bytesWritten;
    public long statementNanos;
    public long callerNanos;
    public long writerNanos;
    public long shipped;
    public long shipFailures;
    public long shipDeleted;
    public final Map<String, Long> drops = new HashMap<>();
    public final Map<Long, StatementSum> statements = new LinkedHashMap<>();

    void add(CaptureStatus status) {
        executions += status.executions();
        errors += status.errors();
        slow += status.slow();
        repeatedChildren += status.repeatedChildren();
        faults += status.faults();
        bytesWritten += status.bytesWritten();
        statementNanos += status.statementNanos();
        callerNanos += status.callerNanos();
        writerNanos += status.writerNanos();
        shipped += status.shipping().shipped();
        shipFailures += status.shipping().failures();
        shipDeleted += status.shipping().deleted();
        status.drops().forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        for (StatementFigures figures : status.statements()) {
            add(figures.fingerprint(), new StatementSum(figures.sql(), figures.executions(), figures.totalNanos()));
        }
    }

    void add(Sums other) {
        executions += other.executions;
        errors += other.errors;
        slow += other.slow;
        repeatedChildren += other.repeatedChildren;
        faults += other.faults;
        bytesWritten += other.bytesWritten;
        statementNanos += other.statementNanos;
        callerNanos += other.callerNanos;
        writerNanos += other.writerNanos;
        shipped += other.shipped;
        shipFailures += other.shipFailures;
        shipDeleted += other.shipDeleted;
        other.drops.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        other.statements.forEach(this::add);
    }

    private void add(long fingerprint, StatementSum sum) {
        statements.merge(fingerprint, sum, StatementSum::plus);
    }
}
