package dev.sonde.cli;

import dev.sonde.cli.advise.AdviseCommand;
import dev.sonde.cli.budget.BudgetCommand;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FatalError;
import dev.sonde.cli.command.StandardOutput;
import dev.sonde.cli.command.Terminal;
import dev.sonde.cli.compare.CompareCommand;
import dev.sonde.cli.completion.CompletionCommand;
import dev.sonde.cli.demo.DemoCommand;
import dev.sonde.cli.doctor.DoctorCommand;
import dev.sonde.cli.history.HistoryCommand;
import dev.sonde.cli.importing.ImportCommand;
import dev.sonde.cli.manual.ManCommand;
import dev.sonde.cli.merge.MergeCommand;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.cli.renumber.RenumberCommand;
import dev.sonde.cli.report.ReportCommand;
import dev.sonde.cli.review.ReviewCommand;
import dev.sonde.cli.snapshot.SnapshotCommand;
import dev.sonde.cli.verify.VerifyCommand;
import dev.sonde.cli.why.WhyCommand;
import dev.sonde.engine.AdvisorException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
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
            "input, 3 environment (no database, no permission, no memory)."
        })
public final class Sonde implements Runnable {

    private static final int HELP_WIDTH = 80;
    private static final int MOST_HELP_WIDTH = 120;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        Console console = new Console(
                writer(StandardOutput.PROCESS),
                writer(new FileOutputStream(FileDescriptor.err)),
                environment,
                Clock.systemUTC(),
                Terminal.detect(environment));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            console.warn("the thread " + thread.getName() + " ended: " + e);
            console.err().flush();
        });
        int status = run(console, args);
        console.out().flush();
        Optional<IOException> failure = StandardOutput.PROCESS.failure();
        if (failure.isPresent()) {
            console.failure(
                    "standard output cannot be written: " + failure.get().getMessage());
            status = ExitStatus.ENVIRONMENT;
        }
        console.err().flush();
        System.exit(status);
    }

    // Always UTF-8: the same input gives the same bytes whatever the locale is.
    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }

    /** Runs the command and returns its exit status. */
    public static int run(Console console, String... args) {
        Sonde sonde = new Sonde();
        CommandLine line = commandLine(sonde, console);
        line.setParameterExceptionHandler((e, arguments) -> {
            console.failure(usage(e));
            if (sonde.debug || Arrays.asList(arguments).contains("--debug")) {
                stackTrace(e, console);
            }
            return ExitStatus.USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            CommandFailure failure = failure(e);
            console.failure(failure.getMessage() == null ? "failed" : failure.getMessage());
            if (sonde.debug) {
                stackTrace(e, console);
            }
            return failure.status();
        });
        try {
            return line.execute(args);
        } catch (Error e) {
            CommandFailure failure = FatalError.failure(e, Runtime.getRuntime().maxMemory());
            console.failure(String.valueOf(failure.getMessage()));
            if (sonde.debug) {
                stackTrace(e, console);
            }
            return failure.status();
        }
    }

    /** The command line with all its commands. */
    public static CommandLine commandLine(Console console) {
        return commandLine(new Sonde(), console);
    }

    private static CommandLine commandLine(Sonde sonde, Console console) {
        boolean colours = console.screen().colours().on();
        return new CommandLine(sonde)
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new AdviseCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new BudgetCommand(console))
                .addSubcommand(new WhyCommand(console))
                .addSubcommand(new SnapshotCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new RenumberCommand(console))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new MergeCommand(console))
                .addSubcommand(new ReviewCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(HistoryCommand.of(console))
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new ManCommand(console))
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(console.terminal().out() ? Math.min(MOST_HELP_WIDTH, console.width()) : HELP_WIDTH);
    }

    // An exception's message may hold what a capture or a server says.
    private static void stackTrace(Throwable e, Console console) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        trace.toString()
                .lines()
                .forEach(line -> console.err().println((line.startsWith("\t") ? "    " : "") + VisibleText.line(line)));
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
        Optional<Error> error = FatalError.in(e);
        if (error.isPresent()) {
            return FatalError.failure(error.get(), Runtime.getRuntime().maxMemory());
        }
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
