package dev.sonde.spring.meter;

import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.session.StatementFigures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of several sessions added up. Not threadsafe. */
final class Sums {

    /** One statement. */
    record StatementSum(String sql, long executions, long nanos) {
        StatementSum plus(StatementSum other) {
            return new StatementSum(sql, executions + other.executions, nanos + other.nanos);
        }
    }

    long executions;
    long errors;
    long slow;
    long repeatedChildren;
    long faults;
    long bytesWritten;
    long statementNanos;
    long callerNanos;
    long writerNanos;
    final Map<String, Long> drops = new HashMap<>();
    final Map<Long, StatementSum> statements = new LinkedHashMap<>();

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
        other.drops.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        other.statements.forEach(this::add);
    }

    private void add(long fingerprint, StatementSum sum) {
        statements.merge(fingerprint, sum, StatementSum::plus);
    }
}
