package dev.sonde.cli.history;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.history.store.HistoryDatabase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the history is. */
final class HistoryOptions {

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Schema of the history, which holds nothing else. Default: ${DEFAULT-VALUE}.")
    private String schema = HistoryDatabase.DEFAULT_SCHEMA;

    /** The history that the user named; it may not exist. */
    HistoryDatabase named(Console console) {
        return new HistoryDatabase(
                database.database(console)
                        .orElseThrow(() -> CommandFailure.badInput("--url is missing: name the database that keeps the"
                                + " history, for example --url jdbc:postgresql://host:5432/history")),
                schema);
    }

    /** The history that the user named; fails if there is none. */
    HistoryDatabase existing(Console console) {
        return named(console).checked();
    }
}
