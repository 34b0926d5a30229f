package dev.sonde.cli.manual;

import dev.sonde.cli.BuildFacts;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.output.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sonde man}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Prints a manual page, or writes all of them to a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde man | man -l -",
            "  sonde man report | man -l -",
            "  sonde man history-add | man -l -",
            "  sonde man --all ~/.local/share/man/man1"
        })
public final class ManCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "The command; history-add is sonde history add. Default: sonde itself.")
    private @Nullable String command;

    @Option(names = "--all", paramLabel = "DIR", description = "Write the pages of all commands to this folder.")
    private @Nullable Path folder;

    public ManCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec root = spec.root();
        if (folder != null) {
            writeAll(root, folder);
            return ExitStatus.CLEAN;
        }
        console.out().print(ManPage.of(named(root), BuildFacts.read()));
        console.out().flush();
        return ExitStatus.CLEAN;
    }

    private CommandSpec named(CommandSpec root) {
        if (command == null) {
            return root;
        }
        String name = root.name() + "-" + command;
        return pages(root)
                .filter(page -> ManPage.name(page).equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput(command + ": no such command: "
                        + String.join(", ", root.subcommands().keySet())));
    }

    /** A command and all below it. */
    private static Stream<CommandSpec> pages(CommandSpec command) {
        return Stream.concat(
                Stream.of(command), ManPage.children(command).stream().flatMap(ManCommand::pages));
    }

    private void writeAll(CommandSpec root, Path target) throws IOException {
        Files.createDirectories(target);
        List<CommandSpec> all = pages(root).toList();
        for (CommandSpec page : all) {
            Outputs.replace(target.resolve(ManPage.name(page) + ".1"), ManPage.of(page, BuildFacts.read()));
        }
        console.message("wrote " + all.size() + " manual pages to " + target);
    }
}
