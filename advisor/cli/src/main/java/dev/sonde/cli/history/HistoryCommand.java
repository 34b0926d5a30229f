package dev.sonde.cli.history;

import dev.sonde.cli.command.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sonde history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps what captures amount to in a PostgreSQL database of yours: since when a statement or a"
                + " finding is there, in which release it came, how it changed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde history init --url jdbc:postgresql://db:5432/history",
            "  sonde history add captures/ --url jdbc:postgresql://db:5432/history",
            "  sonde history show --url jdbc:postgresql://db:5432/history",
            "  sonde history prune --older-than 90d --url jdbc:postgresql://db:5432/history"
        })
public final class HistoryCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private HistoryCommand() {}

    /** The command with its subcommands. */
    public static CommandLine of(Console console) {
        return new CommandLine(new HistoryCommand())
                .addSubcommand(new InitCommand(console))
                .addSubcommand(new AddCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new PruneCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
