package dev.sonde.migrations.lint;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules about transactions, concurrent builds and settings of the session. */
final class TransactionRules {

    private final ProjectSettings settings;
    private final Optional<String> lockTimeout;

    TransactionRules(List<ProjectFile> files, ProjectSettings settings) {
        this.settings = settings;
        this.lockTimeout = SessionSettings.lockTimeoutFrom(files, settings);
    }

    List<MigrationFinding> check(ProjectFile file) {
        List<MigrationFinding> findings = new ArrayList<>();
        if (file.script().isPresent() && file.name().isSqlMigration()) {
            MigrationScript script = file.script().get();
            checkFile(script, findings);
            for (int i = 0; i < script.statements().size(); i++) {
                checkStatement(script, i, findings);
            }
            leaks(script, findings);
        }
        return findings;
    }

    private void checkFile(MigrationScript script, List<MigrationFinding> findings) {
        List<ScriptStatement> detected = script.detectedAsNonTransactional();
        if (detected.isEmpty()) {
            return;
        }
        boolean decided = script.settings().executeInTransaction().isPresent() || !settings.executeInTransaction();
        if (detected.size() < script.statements().size() && !decided && !settings.mixed()) {
            findings.add(at(
                    MigrationRule.FW_MIXED_FILE,
                    script,
                    detected.get(0),
                    "this statement cannot run in a transaction and others of the file can: Flyway refuses the file",
                    "Put it into a file of its own, or write executeInTransaction=false into " + script.file()
                            + ".conf."));
        }
        if (settings.group()) {
            findings.add(at(
                    MigrationRule.FW_GROUP_WITH_CIC,
                    script,
                    detected.get(0),
                    "the project sets flyway.group=true and this statement cannot run in a transaction",
                    MigrationRule.FW_GROUP_WITH_CIC.remedy()));
        }
    }

    private void checkStatement(MigrationScript script, int index, List<MigrationFinding> findings) {
        ScriptStatement statement = script.statements().get(index);
        boolean undetected = statement.undetectedNonTransactional();
        boolean inTransaction = settings.executeInTransaction() && script.transactional();
        if (undetected && inTransaction) {
            findings.add(at(
                    MigrationRule.FW_UNDETECTED_NONTRANSACTIONAL,
                    script,
                    statement,
                    "the server refuses this statement in a transaction, and Flyway will begin one",
                    "Write executeInTransaction=false into " + script.file() + ".conf."));
            return;
        }
        boolean waitsForSnapshots = statement.isConcurrentIndex() || (undetected && statement.startsWith("reindex"));
        if (!waitsForSnapshots) {
            return;
        }
        // A drop waits for those who use the table, and Flyway's own transaction does not
        boolean isDrop = statement.startsWith("drop");
        if (settings.concurrentBuildHangs() && !isDrop) {
            findings.add(at(
                    MigrationRule.FW_CIC_SELF_DEADLOCK,
                    script,
                    statement,
                    "this statement waits for the transaction that Flyway keeps open for its own lock: the run hangs"
                            + " for ever",
                    MigrationRule.FW_CIC_SELF_DEADLOCK.remedy()));
        }
        if (statement.startsWith("create") && statement.contains("if", "not", "exists") && !asserted(script, index)) {
            findings.add(at(
                    MigrationRule.FW_CIC_IF_NOT_EXISTS,
                    script,
                    statement,
                    "an invalid index that a failed build left behind satisfies IF NOT EXISTS: the migration would be"
                            + " recorded as done",
                    MigrationRule.FW_CIC_IF_NOT_EXISTS.remedy()));
        }
        if (lockTimeout.isPresent() && !setsLockTimeoutBefore(script, index)) {
            findings.add(at(
                    MigrationRule.FW_GLOBAL_LOCK_TIMEOUT_KILLS_CIC,
                    script,
                    statement,
                    "lock_timeout is set for the whole session by " + lockTimeout.get()
                            + ": it cancels the build and leaves an INVALID index",
                    MigrationRule.FW_GLOBAL_LOCK_TIMEOUT_KILLS_CIC.remedy()));
        }
    }

    private static boolean asserted(MigrationScript script, int index) {
        return script.statements().subList(index + 1, script.statements().size()).stream()
                .anyMatch(later -> later.sql().contains("indisvalid"));
    }

    private static boolean setsLockTimeoutBefore(MigrationScript script, int index) {
        return script.statements().subList(0, index).stream()
                .anyMatch(earlier -> SessionSettings.changed(earlier)
                        .filter(SessionSettings.LOCK_TIMEOUT::equals)
                        .isPresent());
    }

    private void leaks(MigrationScript script, List<MigrationFinding> findings) {
        boolean transaction = settings.executeInTransaction() && script.transactional();
        Map<String, ScriptStatement> open = new TreeMap<>();
        for (ScriptStatement statement : script.statements()) {
            if (statement.startsWith("reset", "all") || statement.startsWith("discard", "all")) {
                open.clear();
            } else if (statement.startsWith("reset") && statement.tokens().size() > 1) {
                open.remove(SessionSettings.name(statement, 1));
            } else if (statement.startsWith("set", "local") && !transaction) {
                findings.add(at(
                        MigrationRule.FW_SESSION_SET_LEAKS,
                        script,
                        statement,
                        "the file runs without a transaction, where SET LOCAL does nothing",
                        "Write SET here and RESET at the end of the file."));
            } else {
                SessionSettings.changed(statement).ifPresent(setting -> {
                    if (statement.contains("to", "default") || statement.contains("=", "default")) {
                        open.remove(setting);
                    } else {
                        open.put(setting, statement);
                    }
                });
            }
        }
        open.forEach((setting, statement) -> {
            MigrationFinding finding = at(
                    MigrationRule.FW_SESSION_SET_LEAKS,
                    script,
                    statement,
                    setting + " is still set in the migrations that follow",
                    transaction ? "Write SET LOCAL." : "Write RESET " + setting + " at the end of the file.");
            findings.add(
                    transaction && statement.startsWith("set") && !statement.startsWith("set", "session")
                            ? finding.withSuggestion(
                                    "SET LOCAL" + statement.sql().substring(3))
                            : finding);
        });
    }

    private static MigrationFinding at(
            MigrationRule rule, MigrationScript script, ScriptStatement statement, String message, String fix) {
        return MigrationFinding.of(rule, script.file(), statement.line(), message, fix)
                .at(statement.normalised(), statement.line(), statement.endLine());
    }
}
