package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.lint.SessionSettings;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a statement makes others wait by waiting itself: work of a moment, behind a lock that it may get late,
 * or locks that are held longer than needed.
 */
final class WaitRules {

    /** A concurrent build waits for every transaction that is older; shorter ones than this are common. */
    private static final Duration SHORT = Duration.ofMinutes(1);

    private final TableSizes sizes;
    private final boolean projectSetsLockTimeout;

    /** @param lockTimeoutFrom what sets {@code lock_timeout} for all files of the project, empty if nothing does */
    WaitRules(TableSizes sizes, Optional<String> lockTimeoutFrom) {
        this.sizes = sizes;
        this.projectSetsLockTimeout = lockTimeoutFrom.isPresent();
    }

    /** @param others what other rules find in the file */
    List<MigrationFinding> check(FileTrace file, List<MigrationFinding> others) {
        List<MigrationFinding> findings = new ArrayList<>();
        List<ScriptStatement> before = new ArrayList<>();
        boolean unlimited = false;
        for (StatementTrace trace : file.statements()) {
            Optional<MigrationFinding> own = concurrent(file.file(), trace, before)
                    .or(() -> waits(file.file(), trace, before))
                    .or(() -> rows(file.file(), trace));
            own.ifPresent(findings::add);
            boolean told = own.isPresent()
                    || others.stream()
                            .anyMatch(other -> other.line() == trace.statement().line());
            // One for a file: they are all mended by one line
            if (!told && !unlimited) {
                Optional<MigrationFinding> large = largeTable(file.file(), trace, before);
                unlimited = large.isPresent();
                large.ifPresent(findings::add);
            }
            before.add(trace.statement());
        }
        return findings;
    }

    private Optional<MigrationFinding> concurrent(String file, StatementTrace trace, List<ScriptStatement> before) {
        ScriptStatement statement = trace.statement();
        boolean rebuild = statement.startsWith("reindex") && statement.contains("concurrently");
        if (!statement.isConcurrentIndex() && !rebuild) {
            return Optional.empty();
        }
        for (String setting : List.of(SessionSettings.LOCK_TIMEOUT, "statement_timeout")) {
            Optional<Duration> limit = SessionSettings.limit(before, setting, trace.inTransaction());
            if (limit.filter(time -> time.compareTo(SHORT) < 0).isPresent()) {
                return Optional.of(finding(
                        MigrationRule.CONCURRENT_BUILD_UNDER_SHORT_TIMEOUT,
                        file,
                        trace,
                        "the file sets " + setting + " to " + limit.get().toMillis() + " ms: a transaction that is open"
                                + " for longer cuts the statement off, and the index is INVALID then"));
            }
        }
        return Optional.empty();
    }

    private Optional<MigrationFinding> waits(String file, StatementTrace trace, List<ScriptStatement> before) {
        ScriptStatement statement = trace.statement();
        boolean trigger = statement.startsWith("create", "trigger")
                || statement.startsWith("create", "constraint", "trigger")
                || statement.startsWith("create", "or", "replace", "trigger");
        if (trigger && unlimited(trace, before)) {
            return strongest(trace)
                    .map(lock -> finding(
                            MigrationRule.CREATE_TRIGGER_WAITS,
                            file,
                            trace,
                            "while it waits for a transaction that writes to "
                                    + lock.relation().name()
                                    + sizes.words(lock.relation())
                                    + ", all later writes wait behind it: nothing sets lock_timeout"));
        }
        if (statement.startsWith("lock")) {
            return strongest(trace)
                    .map(lock -> finding(
                            MigrationRule.EXPLICIT_LOCK_TABLE,
                            file,
                            trace,
                            lock.mode().words() + " is held on "
                                    + lock.relation().name() + sizes.words(lock.relation())
                                    + " until the file ends: "
                                    + (lock.mode().blocksReads() ? "reads and writes wait" : "writes wait")));
        }
        return Optional.empty();
    }

    private Optional<MigrationFinding> rows(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        boolean all =
                (statement.startsWith("update") || statement.startsWith("delete")) && !statement.contains("where");
        if (!all) {
            return Optional.empty();
        }
        for (HeldLock lock : trace.locks()) {
            Relation table = lock.relation();
            if (table.isTable() && lock.mode() == LockMode.ROW_EXCLUSIVE) {
                return Optional.of(finding(
                                MigrationRule.DML_WITHOUT_WHERE,
                                file,
                                trace,
                                "every row of " + table.name() + sizes.words(table)
                                        + " is locked until the file ends: whoever changes one waits")
                        .withSeverity(sizes.severity(table, MigrationRule.DML_WITHOUT_WHERE.severity())));
            }
        }
        return Optional.empty();
    }

    private Optional<MigrationFinding> largeTable(String file, StatementTrace trace, List<ScriptStatement> before) {
        return strongest(trace)
                .filter(lock -> lock.mode().blocksReads() && sizes.isLarge(lock.relation()))
                .filter(lock -> unlimited(trace, before))
                .map(lock -> finding(
                        MigrationRule.DDL_WITHOUT_LOCK_TIMEOUT,
                        file,
                        trace,
                        "while it waits for a transaction that uses "
                                + lock.relation().name() + sizes.words(lock.relation())
                                + ", all later reads and writes wait behind it: nothing sets lock_timeout"));
    }

    private boolean unlimited(StatementTrace trace, List<ScriptStatement> before) {
        return !projectSetsLockTimeout
                && SessionSettings.limit(before, SessionSettings.LOCK_TIMEOUT, trace.inTransaction())
                        .isEmpty();
    }

    /** The lock of a table that most others wait for, if writers do. */
    private static Optional<HeldLock> strongest(StatementTrace trace) {
        HeldLock strongest = null;
        for (HeldLock lock : trace.locks()) {
            boolean counts = lock.relation().isTable() && lock.mode().blocksWrites();
            if (counts && (strongest == null || lock.mode().compareTo(strongest.mode()) > 0)) {
                strongest = lock;
            }
        }
        return Optional.ofNullable(strongest);
    }

    private static MigrationFinding finding(MigrationRule rule, String file, StatementTrace trace, String message) {
        ScriptStatement statement = trace.statement();
        return MigrationFinding.of(rule, file, statement.line(), message, rule.remedy())
                .at(statement.normalised(), statement.line(), statement.endLine());
    }
}
