package dev.sonde.migrations.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One migration file, split as Flyway splits it.
 *
 * @param file path as findings show it, with forward slashes
 * @param text as read
 * @param settings of its {@code .sql.conf}
 * @param hasSettingsFile whether there is such a file
 */
public record MigrationScript(
        String file, String text, List<ScriptStatement> statements, ScriptSettings settings, boolean hasSettingsFile) {

    public MigrationScript {
        statements = List.copyOf(statements);
    }

    /** Splits the text. */
    public static MigrationScript of(String file, String text, Optional<String> conf) {
        return new MigrationScript(
                file,
                text,
                StatementSplitter.split(text),
                conf.map(ScriptSettings::parse).orElse(ScriptSettings.none()),
                conf.isPresent());
    }

    /** This text with the settings of another. */
    public MigrationScript withSettings(MigrationScript other) {
        return new MigrationScript(file, text, statements, other.settings(), other.hasSettingsFile());
    }

    /** Statements that Flyway knows not to run in a transaction. */
    public List<ScriptStatement> detectedAsNonTransactional() {
        return statements.stream()
                .filter(ScriptStatement::detectedAsNonTransactional)
                .toList();
    }

    /** Whether Flyway runs it in a transaction, unless the project says otherwise. */
    public boolean transactional() {
        return settings.executeInTransaction()
                .orElse(detectedAsNonTransactional().isEmpty());
    }

    /** What is suppressed for a statement; the ones above the first statement hold for the whole file too. */
    public List<Suppression> suppressions(ScriptStatement statement) {
        List<Suppression> suppressions = new ArrayList<>();
        for (String comment : statement.comments()) {
            Suppression.of(comment).ifPresent(suppressions::add);
        }
        return suppressions;
    }

    /** The statement that a line is in, empty between statements. */
    public Optional<ScriptStatement> statementAt(int line) {
        return statements.stream()
                .filter(statement -> statement.line() <= line && line <= statement.endLine())
                .findFirst();
    }
}
