package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.command.InputFile;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.cli.output.PageFormatOption;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Says what a service asked of its database, what is wrong with it and where the time goes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde report captures/",
            "  sonde report captures/ --format text --format json=report.json",
            "  sonde report captures/ --format html=report.html    for a browser",
            "  sonde report captures/ --snapshot app.json    with plans of slow statements",
            "  sonde report captures/ --fail-on error        fails a build, exit status 1",
            "  sonde report captures/ --verify jdbc:postgresql://clone:5432/app",
            "",
            "With --url, slow statements are EXPLAINed there (never ANALYZE), each in a",
            "read-only transaction with a statement and a lock time-out."
        })
public final class ReportCommand implements Callable<Integer> {

    /** From which severity on findings make the exit status 1. */
    enum FailOn {
        error,
        warning,
        never
    }

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "CAPTURE",
            description = "Captures or summaries of them, or folders that hold *.sonde and *.sonde-summary files;"
                    + " - is standard input.")
    private final List<Path> captures = new ArrayList<>();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            converter = InputFile.class,
            description =
                    "The database, from sonde snapshot: slow statements are shown with their plans on a twin of it.")
    private @Nullable Path snapshot;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private final TwinOptions twins = new TwinOptions();

    @Option(
            names = "--verify",
            paramLabel = "JDBC_URL",
            description = "A clone to run each loop and its batch statement on, read-only and with time-outs:"
                    + " compares their results and times. Exit status 1 if a result differs. Password as for"
                    + " --url.")
    private @Nullable String clone;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit status 1 if there is a finding of this severity or above: error, warning or never."
                    + " Default: never.")
    private FailOn failOn = FailOn.never;

    @Mixin
    private final PageFormatOption formats = new PageFormatOption();

    public ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        Report report = report(CaptureFiles.of(captures));
        outputs.write((format, width, out) -> write(report, format, width, out), console.screen());
        if (report.unequalRewrites() > 0) {
            console.message(Figures.counted(report.unequalRewrites(), "rewrite")
                    + " read other rows on the clone than the loop: see \"NOT EQUAL\" in the report");
            return ExitStatus.FINDINGS;
        }
        boolean failed = switch (failOn) {
            case error -> report.count(Finding.Severity.ERROR) > 0;
            case warning -> report.count(Finding.Severity.ERROR) + report.count(Finding.Severity.WARNING) > 0;
            case never -> false;
        };
        return failed ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
    }

    private Report report(CaptureFiles files) {
        DatabaseUrl url = database.database(console).orElse(null);
        if (clone == null) {
            return CapturedReport.of(files, snapshot, twins, url, null, console);
        }
        try (CloneChecks checks = new CloneChecks(DatabaseUrl.of("--verify", clone, null, console.environment()))) {
            return CapturedReport.of(files, snapshot, twins, url, checks::check, console);
        }
    }

    private static void write(Report report, OutputTarget.Format format, int width, Writer out) throws IOException {
        switch (format) {
            case TEXT -> out.write(TextReport.of(report, width));
            case MARKDOWN -> out.write(MarkdownReport.of(report));
            case JSON -> JsonReport.write(report, out);
            case HTML -> HtmlReport.write(report, out);
        }
    }
}
