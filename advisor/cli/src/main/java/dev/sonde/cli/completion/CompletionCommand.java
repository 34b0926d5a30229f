package dev.sonde.cli.completion;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sonde completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes commands, options and their values in a shell.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(sonde completion bash)      in ~/.bashrc",
            "  source <(sonde completion zsh)       in ~/.zshrc",
            "  sonde completion fish > ~/.config/fish/completions/sonde.fish"
        })
public final class CompletionCommand implements Callable<Integer> {

    private enum Shell {
        bash,
        zsh,
        fish
    }

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init")
    private Shell shell;

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        console.out()
                .print(
                        switch (shell) {
                            // One script for both: it has bash's functions, and makes zsh take them.
                            case bash, zsh -> AutoComplete.bash(root.name(), root.commandLine());
                            case fish -> FishCompletion.of(root);
                        });
        console.out().flush();
        return ExitStatus.CLEAN;
    }
}
