package dev.sonde.cli.history;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.history.store.HistoryDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sonde history init}. */
@Command(
        name = "init",
        aliases = "migrate",
        mixinStandardHelpOptions = true,
        description = "Creates the schema and the tables of a history, or brings them up to date. Needs the right to"
                + " create a schema, or a schema that the role owns.")
final class InitCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final HistoryOptions history = new HistoryOptions();

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        HistoryDatabase database = history.named(console);
        int migrations = database.init();
        console.message(
                migrations == 0
                        ? database + ": the history is up to date"
                        : database + ": the history is ready, " + migrations
                                + (migrations == 1 ? " migration" : " migrations") + " applied");
        return ExitStatus.CLEAN;
    }
}
