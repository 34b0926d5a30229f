package dev.sonde.cli;

import dev.sonde.cli.advise.AdviseCommand;
import dev.sonde.cli.budget.BudgetCommand;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.compare.CompareCommand;
import dev.sonde.cli.demo.DemoCommand;
import dev.sonde.cli.doctor.DoctorCommand;
import dev.sonde.cli.importing.ImportCommand;
import dev.sonde.cli.renumber.RenumberCommand;
import dev.sonde.cli.report.ReportCommand;
import dev.sonde.cli.review.ReviewCommand;
import dev.sonde.cli.snapshot.SnapshotCommand;
import dev.sonde.cli.verify.VerifyCommand;
import dev.sonde.cli.why.WhyCommand;
import dev.sonde.engine.AdvisorException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code sonde} command. */
@Command(
        name = "sonde",
        mixinStandardHelpOptions = true,
        versionProvider = SondeVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Query profiler and index advisor for Java services on PostgreSQL.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde report captures/",
            "  sonde snapshot --url jdbc:postgresql://db/app -o app.json",
            "  sonde advise captures/ --snapshot app.json",
            "",
            "Exit status: 0 clean, 1 findings at or above --fail-on, 2 wrong use or bad",
            "input, 3 environment (no database, no permission)."
        })
public final class Sonde implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        Console console =
                new Console(writer(FileDescriptor.out), writer(FileDescriptor.err), System.getenv(), Clock.systemUTC());
        int status = run(console, args);
        console.out().flush();
        console.err().flush();
        System.exit(status);
    }

    // Always UTF-8: the same input gives the same bytes whatever the locale is.
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }

    /** Runs the command and returns its exit status. */
    public static int run(Console console, String... args) {
        Sonde sonde = new Sonde();
        CommandLine line = new CommandLine(sonde)
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new AdviseCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new BudgetCommand(console))
                .addSubcommand(new WhyCommand(console))
                .addSubcommand(new SnapshotCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new RenumberCommand(console))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new ReviewCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new DemoCommand(console))
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler((e, arguments) -> {
            console.message(usage(e));
            if (sonde.debug || Arrays.asList(arguments).contains("--debug")) {
                e.printStackTrace(console.err());
            }
            return ExitStatus.USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            CommandFailure failure = failure(e);
            console.message(failure.getMessage() == null ? "failed" : failure.getMessage());
            if (sonde.debug) {
                e.printStackTrace(console.err());
            }
            return failure.status();
        });
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static String usage(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String suggestion = "";
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                suggestion = " (did you mean " + suggestions.get(0).split("[,= ]")[0] + "?)";
            }
        }
        String message = String.valueOf(e.getMessage()).split("\\R")[0].replace("'", "");
        return message + suggestion + ": see " + command + " --help";
    }

    private static CommandFailure failure(Exception e) {
        if (e instanceof CommandFailure failure) {
            return failure;
        }
        if (e instanceof AdvisorException advisor) {
            String message = String.valueOf(e.getMessage());
            return advisor.category() == AdvisorException.Category.BAD_INPUT
                    ? CommandFailure.badInput(message, e)
                    : CommandFailure.environment(message, e);
        }
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
            if (e instanceof NoSuchFileException) {
                return CommandFailure.badInput(file.getFile() + ": no such file or folder", e);
            }
            return CommandFailure.environment(
                    file.getFile() + ": " + (e instanceof AccessDeniedException ? "permission denied" : reason), e);
        }
        return CommandFailure.environment(
                "internal error: " + e + ": please report it with the output of the same command and --debug", e);
    }
}
