package dev.sonde.cli.history;

import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.history.store.Additions;
import dev.sonde.cli.history.store.HistoryDatabase;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.output.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde history add}. */
@Command(
        name = "add",
        description = "Adds captures to a history. A file counts once, however often it is added; of one that has grown"
                + " since, what is new. All of it is added, or nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde history add captures/ --url jdbc:postgresql://db:5432/history",
            "  sonde history add captures/ --url jdbc:postgresql://db:5432/history --version 1.4.2",
            "  sonde history add statements.sonde --url jdbc:postgresql://db:5432/history --at 2026-11-03"
        })
final class AddCommand implements Callable<Integer> {

    private static final int ATTEMPTS = 10;

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "CAPTURE",
            description = "Captures (*.sonde), summaries of them (*.sonde-summary), or folders that hold such files.")
    private final List<Path> captures = new ArrayList<>();

    @Mixin
    private final HistoryOptions history = new HistoryOptions();

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "The release of the service. Default: the one that the captures name (sonde.version).")
    private @Nullable String version;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Times.Converter.class,
            description = "When captures were taken that do not say it themselves, such as imported ones:"
                    + " 2026-11-03 or 2026-11-03T14:00:00Z.")
    private @Nullable Instant at;

    @Option(
            names = "--per",
            paramLabel = "PERIOD",
            description = "Add up by day or by hour (UTC); hours take up to 24 times the room. Default: day.")
    private Period.Length length = Period.Length.DAY;

    // The standard one would take --version
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    AddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (version != null && version.isBlank()) {
            throw CommandFailure.badInput("--version is empty: name the release, or leave the option out");
        }
        CaptureFiles files = CaptureFiles.of(captures);
        HistoryDatabase database = history.existing(console);
        CaptureAdditions found = CaptureAdditions.of(files, console);
        warnOfMissingVersions(found);
        SessionTimes times = new SessionTimes(at, console.clock().instant());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Additions additions = found.beyond(database.captures(found.ids()), version, times, length);
            if (additions.captures() == 0) {
                console.message("nothing new: " + Figures.count(found.ids().size())
                        + (found.ids().size() == 1 ? " capture is" : " captures are") + " in the history already");
                return ExitStatus.CLEAN;
            }
            if (database.add(additions)) {
                console.message(told(additions, found.ids().size()));
                return ExitStatus.CLEAN;
            }
        }
        throw CommandFailure.environment(
                database + ": others keep adding the same captures: try again later",
                new IllegalStateException("gave up after " + ATTEMPTS + " attempts"));
    }

    private void warnOfMissingVersions(CaptureAdditions found) {
        if (version != null) {
            return;
        }
        String services = found.sessions().stream()
                .filter(session -> session.version().isEmpty())
                .map(Session::service)
                .map(Names::service)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (!services.isEmpty()) {
            console.warn(
                    services + ": the captures do not name a version: say it with --version, or set sonde.version of"
                            + " the service");
        }
    }

    private static String told(Additions additions, int found) {
        String counted = found == additions.captures()
                ? ""
                : " (" + Figures.count(found - additions.captures()) + " more counted already, or empty)";
        return "added " + Figures.count(additions.captures()) + (additions.captures() == 1 ? " capture" : " captures")
                + counted + ": " + Figures.count(additions.executions()) + " executions of "
                + Figures.count(additions.statements()) + " statements, "
                + additions.releases().stream().map(Names::release).sorted().collect(Collectors.joining(", "));
    }
}
