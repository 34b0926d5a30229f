package dev.sonde.sample.nplusone.record;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Label;
import dev.sonde.sample.nplusone.scenario.Program;
import dev.sonde.sample.nplusone.scenario.Scenario;
import dev.sonde.sample.nplusone.scenario.Truth;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What was captured of one run of a program: a session of its own. */
public record RecordedRun(Program program, int n, List<CaptureRecord> records) {
    public RecordedRun {
        records = List.copyOf(records);
    }

    public Scenario scenario() {
        return program.scenario();
    }

    public Framework framework() {
        return program.framework();
    }

    public Truth truth() {
        return program.truth();
    }

    /** What is true at this run's N. */
    public Label label() {
        return truth().at(n);
    }

    /** Name for people, for example {@code 9 Hibernate, N=10}. */
    public String name() {
        return program.name() + ", N=" + n;
    }

    /** The records of that kind, in the order of the capture. */
    public <T extends CaptureRecord> List<T> all(Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** In the order in which they began. */
    public List<Execution> executions() {
        return all(Execution.class).stream()
                .sorted(Comparator.comparingLong(Execution::sequence))
                .toList();
    }

    /** Executions of the repeated statements. */
    public List<Execution> childExecutions() {
        return executionsOf(truth()::isChild);
    }

    /** Executions of the statement whose rows drive the repetition. */
    public List<Execution> parentExecutions() {
        return executionsOf(truth()::isParent);
    }

    /** Fingerprints of the repeated statements. */
    public Set<Long> childFingerprints() {
        return fingerprints(truth()::isChild);
    }

    /** Fingerprints of the statement whose rows drive the repetition. */
    public Set<Long> parentFingerprints() {
        return fingerprints(truth()::isParent);
    }

    /** Texts of the statements, for messages. */
    public List<String> texts() {
        return all(Statement.class).stream().map(Statement::sql).toList();
    }

    /** The run with other records. */
    public RecordedRun with(List<CaptureRecord> changed) {
        return new RecordedRun(program, n, changed);
    }

    private Set<Long> fingerprints(Predicate<String> sql) {
        return all(Statement.class).stream()
                .filter(statement -> sql.test(statement.sql()))
                .map(Statement::fingerprint)
                .collect(Collectors.toSet());
    }

    private List<Execution> executionsOf(Predicate<String> sql) {
        Set<Long> statements = new HashSet<>();
        for (Statement statement : all(Statement.class)) {
            if (sql.test(statement.sql())) {
                statements.add(statement.id());
            }
        }
        return executions().stream()
                .filter(execution -> statements.contains(execution.statement()))
                .toList();
    }
}
