package dev.sonde.cli.merge;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.NamedAlike;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.OutputFile;
import dev.sonde.cli.output.Figures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde merge}. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Reduces captures, and summaries made before, to one summary that all other commands take.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde merge captures/ -o day.sonde-summary",
            "  sonde merge day.sonde-summary late/ -o day.sonde-summary",
            "  sonde report day.sonde-summary",
            "",
            "A capture that a summary counts already is passed over, so that a merge can be",
            "repeated. Exit status: 0 all was counted, 1 some files were of no use and are",
            "named, 2 wrong use or no file was of use, 3 something cannot be read or written."
        })
public final class MergeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "CAPTURE|SUMMARY",
            description = "Captures, summaries, or folders that hold *.sonde and *.sonde-summary files.")
    private final List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The summary to write, *.sonde-summary; may be one of those that are read.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--end-units",
            description = {
                "Take every unit of work to be over, which makes the summary much smaller: the captures",
                "of these sessions are complete. One that goes on in a later file counts as two."
            })
    private boolean endUnits;

    @Option(
            names = "--without-caches",
            description = "Do not play caches over the reads, as the Spark job does not; takes less time.")
    private boolean withoutCaches;

    public MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        checkOutput();
        ReducedFiles reduced = ReducedFiles.among(
                CaptureFiles.of(files), withoutCaches ? Reduction.withoutCaches() : Reduction.builder(), console);
        int counted = reduced.captures() + reduced.summaries();
        if (counted == 0) {
            throw CommandFailure.badInput("none of the files could be used: nothing was written");
        }
        if (endUnits) {
            reduced.builder().endUnits();
        }
        Reduction reduction = reduced.builder().build();
        SummaryFile.write(output, reduction);
        NamedAlike.of(reduction.summary().sessions()).forEach(console::warn);
        int sessions = reduction.summary().sessions().size();
        console.message(Figures.counted(reduced.captures(), "capture") + " and "
                + Figures.count(reduced.summaries()) + (reduced.summaries() == 1 ? " summary, " : " summaries, ")
                + Figures.count(reduction.summary().statements().stream()
                        .mapToLong(StatementSummary::calls)
                        .sum())
                + " executions of " + Figures.counted(sessions, "session")
                + ": written to " + output + " (" + Figures.count(Files.size(output)) + " bytes)");
        if (reduced.passedOver() > 0) {
            console.message(Figures.counted(reduced.passedOver(), "file")
                    + (reduced.passedOver() == 1
                            ? " was of no use and is not in it"
                            : " were of no use and are not in it"));
        }
        return reduced.passedOver() > 0 ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
    }

    private void checkOutput() throws IOException {
        OutputFile.check("-o", output);
        if (Files.exists(output) && Files.size(output) > 0) {
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(output));
                    ContainerReader reader = new ContainerReader(stream)) {
                if (!SummaryFile.isSummary(reader.readHeader())) {
                    throw CommandFailure.badInput(
                            "-o " + output + ": this file is there, is no summary and will not be overwritten");
                }
            }
        }
    }
}
