package dev.sonde.migrations.trace;

import java.util.List;
import java.util.Optional;

/**
 * What one file did.
 *
 * @param failure what the server or Flyway said when it refused the file, empty if it ran
 */
public record FileTrace(String file, List<StatementTrace> statements, Optional<Failure> failure) {

    /**
     * Why a file did not run.
     *
     * @param line of the statement, 1 for the file as a whole
     * @param ofStatement whether the server refused a statement, else Flyway refused the file
     */
    public record Failure(int line, int endLine, String message, boolean ofStatement) {}

    public FileTrace {
        statements = List.copyOf(statements);
    }
}
