package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.sql.SqlToken;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether files take away what the release that is still running asks for, or data. What a file of the branch
 * made itself nobody asks for yet, and a name that another file of it gives back is not gone.
 */
final class CompatibilityRules {

    private static final String ROLLOUT = ": the release that runs until this one is rolled out";

    private final List<FileTrace> files;
    private final Set<String> addedColumns = new HashSet<>();
    private final Set<String> givenNames = new HashSet<>();
    private final List<MigrationFinding> findings = new ArrayList<>();

    private CompatibilityRules(List<FileTrace> files) {
        this.files = files;
    }

    static List<MigrationFinding> check(List<FileTrace> files) {
        CompatibilityRules rules = new CompatibilityRules(files);
        rules.forEach(rules::note);
        rules.forEach(rules::judge);
        return rules.findings;
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(String file, StatementTrace trace);
    }

    private void forEach(Visitor visitor) {
        for (FileTrace file : files) {
            file.statements().forEach(trace -> visitor.visit(file.file(), trace));
        }
    }

    private void note(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        AlterTable.of(statement).ifPresent(alter -> {
            for (List<SqlToken> action : alter.actions()) {
                AlterTable.added(action).ifPresent(column -> addedColumns.add(alter.table() + "." + column));
                AlterTable.newName(action).ifPresent(givenNames::add);
            }
        });
        if (statement.startsWith("create") && (statement.contains("view") || statement.contains("table"))) {
            created(statement).ifPresent(givenNames::add);
        }
    }

    /** The name behind CREATE … VIEW or TABLE. */
    private static Optional<String> created(ScriptStatement statement) {
        List<SqlToken> tokens = statement.tokens();
        int at = 1;
        while (at < tokens.size()
                && !tokens.get(at).is("view")
                && !tokens.get(at).is("table")) {
            at++;
        }
        at++;
        while (at < tokens.size() && List.of("if", "not", "exists").contains(word(tokens.get(at)))) {
            at++;
        }
        if (at + 2 < tokens.size() && tokens.get(at + 1).is(".")) {
            at += 2;
        }
        return at < tokens.size() ? Optional.of(word(tokens.get(at))) : Optional.empty();
    }

    private static String word(SqlToken token) {
        return token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER
                ? token.value()
                : token.text().toLowerCase(Locale.ROOT);
    }

    private void judge(String file, StatementTrace trace) {
        ScriptStatement statement = trace.statement();
        AlterTable.of(statement).ifPresent(alter -> {
            for (List<SqlToken> action : alter.actions()) {
                locked(trace, alter.table()).ifPresent(table -> judge(file, trace, table, action));
            }
        });
        boolean drop = statement.startsWith("drop", "table");
        if (drop || statement.startsWith("truncate")) {
            for (HeldLock lock : trace.locks()) {
                Relation table = lock.relation();
                // Tables that refer to a dropped one are locked too
                boolean named = statement.tokens().stream()
                        .anyMatch(token -> word(token).equals(table.name().name()));
                if (table.isTable() && lock.mode() == LockMode.ACCESS_EXCLUSIVE && named) {
                    emptied(file, trace, table, drop);
                }
            }
        }
        if (statement.startsWith("drop") && !drop && trace.said("drop cascades to")) {
            add(
                    MigrationRule.DROP_CASCADE,
                    file,
                    trace,
                    "the server said: "
                            + String.join(
                                    "; ",
                                    trace.messages().stream()
                                            .filter(message -> message.startsWith("drop cascades to"))
                                            .toList()));
        }
    }

    private void judge(String file, StatementTrace trace, Relation table, List<SqlToken> action) {
        String columns = table.name().name() + ".";
        AlterTable.dropped(action)
                .filter(column -> !addedColumns.contains(columns + column))
                .ifPresent(column -> add(
                        MigrationRule.DROP_COLUMN,
                        file,
                        trace,
                        table.name() + " loses " + column + ROLLOUT + " may still ask for it"));
        AlterTable.renamed(action)
                .filter(column -> !addedColumns.contains(columns + column))
                .ifPresent(column -> add(
                        MigrationRule.RENAME_COLUMN,
                        file,
                        trace,
                        table.name() + " has no column " + column + " any more" + ROLLOUT + " asks for it"));
        AlterTable.newName(action)
                .filter(name -> !givenNames.contains(table.name().name()))
                .ifPresent(name -> add(
                        MigrationRule.RENAME_TABLE,
                        file,
                        trace,
                        "there is no " + table.name() + " any more" + ROLLOUT + " asks for it"));
        AlterTable.added(action)
                .filter(column -> AlterTable.required(action))
                .ifPresent(column -> add(
                        MigrationRule.ADD_REQUIRED_COLUMN,
                        file,
                        trace,
                        column + " has to have a value and has no default: it fails if " + table.name()
                                + " has a row, and if not, inserts that do not name it fail"));
    }

    private void emptied(String file, StatementTrace trace, Relation table, boolean drop) {
        if (!drop) {
            add(
                    MigrationRule.TRUNCATE_TABLE,
                    file,
                    trace,
                    "all rows of " + table.name() + " go, and reads and writes wait for that");
        } else if (!givenNames.contains(table.name().name())) {
            add(
                    MigrationRule.DROP_TABLE,
                    file,
                    trace,
                    table.name() + " goes with its rows" + ROLLOUT + " may still ask for it");
        }
    }

    /** A table of that name which was there before the branch, and which the statement locks. */
    private static Optional<Relation> locked(StatementTrace trace, String name) {
        for (List<HeldLock> locks : List.of(trace.locks(), trace.locksBefore())) {
            for (HeldLock lock : locks) {
                boolean strong = lock.mode() == LockMode.ACCESS_EXCLUSIVE;
                if (strong
                        && lock.relation().isTable()
                        && lock.relation().name().name().equals(name)) {
                    return Optional.of(lock.relation());
                }
            }
        }
        return Optional.empty();
    }

    private void add(MigrationRule rule, String file, StatementTrace trace, String message) {
        ScriptStatement statement = trace.statement();
        findings.add(MigrationFinding.of(rule, file, statement.line(), message, rule.remedy())
                .at(statement.normalised(), statement.line(), statement.endLine()));
    }
}
