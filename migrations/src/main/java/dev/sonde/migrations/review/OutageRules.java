package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.impact.LockImpact;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides from what a statement did whether it makes others wait for long: work that grows with the table, under a lock
 * that writers or readers wait for. The words of the statement only choose which rule it is told as.
 */
final class OutageRules {

    private final TableSizes sizes;
    private final List<StatementImpact> impacts;

    /**
     * Rules for one file.
     *
     * @param impacts what its statements mean for the source
     */
    OutageRules(TableSizes sizes, List<StatementImpact> impacts) {
        this.sizes = sizes;
        this.impacts = impacts;
    }

    List<MigrationFinding> check(FileTrace file) {
        List<MigrationFinding> findings = new ArrayList<>();
        for (StatementTrace trace : file.statements()) {
            List<MigrationFinding> own = own(file.file(), trace);
            findings.addAll(own);
            if (own.isEmpty()) {
                after(file.file(), trace).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private List<MigrationFinding> own(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        // TRUNCATE builds indexes anew too, but over no row.
        if (statement.isConcurrentIndex() || statement.startsWith("truncate")) {
            return List.of();
        }
        if (!trace.rewritten().isEmpty()) {
            return rewrite(file, trace);
        }
        List<MigrationFinding> findings = new ArrayList<>();
        for (Relation table : trace.built()) {
            Optional<LockMode> mode = taken(trace, table).filter(LockMode::blocksWrites);
            mode.ifPresent(lock -> findings.add(built(file, trace, table, lock)));
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        for (Relation index : trace.rebuilt()) {
            Optional<Relation> table = lockedTable(trace, index.table());
            table.ifPresent(owner -> findings.add(finding(
                    statement.startsWith("reindex")
                            ? MigrationRule.REINDEX_BLOCKING
                            : MigrationRule.ALTER_TYPE_INDEX_REBUILD,
                    file,
                    trace,
                    owner,
                    "index " + index.name() + " is built anew while " + holds(trace, owner))));
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        return scanOrLock(file, trace);
    }

    private List<MigrationFinding> rewrite(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        List<MigrationFinding> findings = new ArrayList<>();
        for (Relation table : trace.rewritten()) {
            MigrationRule rule = MigrationRule.TABLE_REWRITE;
            if (statement.startsWith("vacuum")) {
                rule = MigrationRule.VACUUM_FULL;
            } else if (statement.startsWith("cluster")) {
                rule = MigrationRule.CLUSTER;
            } else if (statement.startsWith("refresh")) {
                rule = MigrationRule.REFRESH_MATVIEW_BLOCKING;
            } else if (statement.startsWith("alter", "table") && statement.contains("type")) {
                rule = MigrationRule.ALTER_TYPE_REWRITE;
            } else if (statement.startsWith("alter", "table") && statement.contains("add")) {
                rule = MigrationRule.ADD_COLUMN_VOLATILE_DEFAULT;
            }
            findings.add(finding(
                    rule,
                    file,
                    trace,
                    table,
                    table.name() + sizes.words(table) + " is written anew while ACCESS EXCLUSIVE is held on it:"
                            + " reads and writes wait"));
        }
        return findings;
    }

    private MigrationFinding built(String file, StatementTrace trace, Relation table, LockMode lock) {
        ScriptStatement statement = trace.statement();
        String message = "an index is built over all rows while " + holds(trace, table);
        if (statement.startsWith("reindex")) {
            return finding(MigrationRule.REINDEX_BLOCKING, file, trace, table, message);
        }
        if (statement.startsWith("alter", "table") && statement.contains("type")) {
            return finding(MigrationRule.ALTER_TYPE_INDEX_REBUILD, file, trace, table, message);
        }
        if (lock == LockMode.ACCESS_EXCLUSIVE && !statement.startsWith("create")) {
            MigrationRule rule = statement.contains("exclude")
                    ? MigrationRule.ADD_EXCLUSION_CONSTRAINT
                    : MigrationRule.ADD_UNIQUE_BLOCKING;
            return finding(rule, file, trace, table, message);
        }
        MigrationFinding finding = finding(MigrationRule.CREATE_INDEX_BLOCKING, file, trace, table, message);
        return table.kind() == 'r' ? concurrently(finding, statement, "index") : finding;
    }

    private List<MigrationFinding> scanOrLock(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        List<MigrationFinding> findings = new ArrayList<>();
        if (statement.startsWith("drop", "index")) {
            for (HeldLock lock : trace.locks()) {
                if (lock.relation().isTable() && lock.mode() == LockMode.ACCESS_EXCLUSIVE) {
                    findings.add(concurrently(
                            finding(
                                    MigrationRule.DROP_INDEX_BLOCKING,
                                    file,
                                    trace,
                                    lock.relation(),
                                    "dropping takes ACCESS EXCLUSIVE on "
                                            + lock.relation().name()
                                            + sizes.words(lock.relation())
                                            + ": reads and writes wait, also while it waits itself"),
                            statement,
                            "index"));
                }
            }
        } else if (trace.said("validating foreign key constraint")) {
            writersWait(trace)
                    .ifPresent(table -> findings.add(finding(
                            MigrationRule.ADD_FK_VALIDATING,
                            file,
                            trace,
                            table,
                            "every row is looked up in the referenced table while " + holds(trace, table))));
        } else if (trace.said("verifying table") && !AlterTable.addsRequired(statement)) {
            for (Relation table : trace.scanned()) {
                if (taken(trace, table).filter(LockMode::blocksWrites).isPresent()) {
                    findings.add(finding(
                            scanRule(statement),
                            file,
                            trace,
                            table,
                            "every row is checked while " + holds(trace, table)));
                }
            }
        }
        if (findings.isEmpty() && statement.startsWith("alter", "table") && statement.contains("detach", "partition")) {
            for (HeldLock lock : trace.locks()) {
                if (lock.relation().kind() == 'p' && lock.mode() == LockMode.ACCESS_EXCLUSIVE) {
                    findings.add(finding(
                            MigrationRule.DETACH_PARTITION_BLOCKING,
                            file,
                            trace,
                            lock.relation(),
                            "detaching takes ACCESS EXCLUSIVE on "
                                    + lock.relation().name() + ": all partitions wait, also while it waits itself"));
                    break;
                }
            }
        }
        return findings;
    }

    private static MigrationRule scanRule(ScriptStatement statement) {
        if (statement.contains("attach", "partition")) {
            return MigrationRule.ATTACH_PARTITION_SCAN;
        }
        if (statement.contains("primary", "key") && statement.contains("using", "index")) {
            return MigrationRule.PK_USING_INDEX_ON_NULLABLE;
        }
        return statement.contains("set", "not", "null")
                ? MigrationRule.SET_NOT_NULL_SCAN
                : MigrationRule.ADD_CHECK_VALIDATING;
    }

    /** Work over many rows while an earlier statement of the file locks a table out. */
    private Optional<MigrationFinding> after(String file, StatementTrace trace) {
        Relation worked = trace.scanned().isEmpty() ? null : trace.scanned().get(0);
        if (!trace.inTransaction() || worked == null) {
            return Optional.empty();
        }
        for (HeldLock lock : trace.locksBefore()) {
            if (lock.relation().isTable() && lock.mode() == LockMode.ACCESS_EXCLUSIVE) {
                return Optional.of(finding(
                        MigrationRule.STATEMENT_AFTER_ACCESS_EXCLUSIVE,
                        file,
                        trace,
                        worked,
                        "all rows of " + worked.name() + sizes.words(worked) + " are read while an earlier statement's"
                                + " ACCESS EXCLUSIVE on " + lock.relation().name() + " is held"));
            }
        }
        return Optional.empty();
    }

    private static Optional<LockMode> taken(StatementTrace trace, Relation table) {
        return trace.lockOn(table);
    }

    private static Optional<Relation> lockedTable(StatementTrace trace, long oid) {
        for (HeldLock lock : trace.locks()) {
            if (lock.relation().oid() == oid && lock.mode().blocksWrites()) {
                return Optional.of(lock.relation());
            }
        }
        return Optional.empty();
    }

    private static Optional<Relation> writersWait(StatementTrace trace) {
        for (Relation table : trace.scanned()) {
            if (taken(trace, table).filter(LockMode::blocksWrites).isPresent()) {
                return Optional.of(table);
            }
        }
        for (HeldLock lock : trace.locks()) {
            if (lock.relation().isTable() && lock.mode().blocksWrites()) {
                return Optional.of(lock.relation());
            }
        }
        return Optional.empty();
    }

    private String holds(StatementTrace trace, Relation table) {
        LockMode mode = taken(trace, table).orElseThrow();
        return mode.words() + " is held on " + table.name() + sizes.words(table) + ": "
                + (mode.blocksReads() ? "reads and writes wait" : "writes wait");
    }

    private MigrationFinding finding(
            MigrationRule rule, String file, StatementTrace trace, Relation table, String message) {
        ScriptStatement statement = trace.statement();
        return MigrationFinding.of(rule, file, statement.line(), message + consequence(trace, table), rule.remedy())
                .at(statement.normalised(), statement.line(), statement.endLine())
                .withSeverity(sizes.severity(table, rule.severity()));
    }

    /** For how long whom the lock on a table makes wait, as far as it is known. */
    private String consequence(StatementTrace trace, Relation table) {
        for (StatementImpact impact : impacts) {
            if (impact.statement().equals(trace.statement())) {
                return impact.lockOn(table).map(LockImpact::consequence).orElse("");
            }
        }
        return "";
    }

    /** With CONCURRENTLY put behind the word INDEX as the suggestion. */
    private static MigrationFinding concurrently(MigrationFinding finding, ScriptStatement statement, String word) {
        for (int i = 0; i < Math.min(3, statement.tokens().size()); i++) {
            if (statement.tokens().get(i).is(word)) {
                int end = statement.tokens().get(i).end()
                        - statement.tokens().get(0).start();
                return finding.withSuggestion(statement.sql().substring(0, end)
                        + (statement.sql().contains("INDEX") ? " CONCURRENTLY" : " concurrently")
                        + statement.sql().substring(end));
            }
        }
        return finding;
    }
}
