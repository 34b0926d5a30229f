package dev.sonde.cli.compare;

import dev.sonde.analysis.compare.CompareOptions;
import dev.sonde.analysis.compare.Comparing;
import dev.sonde.analysis.compare.Comparison;
import dev.sonde.analysis.compare.Workload;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.cli.budget.BudgetCheck;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Outputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Says what differs between the captures of two versions, and what is a regression.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde compare before/ --with after/",
            "  sonde compare run-1/ run-2/ run-3/ --with after/   runs of base tell the noise",
            "  sonde compare before/ --with after/ --fail-on regression --format md=pr.md",
            "  sonde compare before/ --with after/ --budget sonde-budget.toml",
            "",
            "A regression is a statement that became slower by more than noise, a route",
            "with more round trips per unit of work, a new N+1 pattern that is proved, or",
            "a limit of the budget that is exceeded."
        })
public final class CompareCommand implements Callable<Integer> {

    /** What makes the exit status 1. */
    enum FailOn {
        regression,
        never
    }

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "BASE",
            description = "Captures of what was before, or summaries: files, or folders that hold them.")
    private final List<Path> base = new ArrayList<>();

    @Option(
            names = "--with",
            arity = "1..*",
            required = true,
            paramLabel = "HEAD",
            description = "Captures or summaries of what is to be compared with it.")
    private final List<Path> head = new ArrayList<>();

    @Option(
            names = "--budget",
            paramLabel = "FILE",
            description = "Limits that head is held against, from sonde budget.")
    private @Nullable Path budget;

    @Option(
            names = "--min-factor",
            paramLabel = "FACTOR",
            description = "A statement is slower from so many times as long on; noise may ask for more. Default: 1.25.")
    private double minFactor = CompareOptions.ofDefaults().minFactor();

    @Option(
            names = "--min-millis",
            paramLabel = "MS",
            description = "And if it takes so much longer on average. Default: 1.")
    private double minMillis = CompareOptions.ofDefaults().minMillis();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            description = "regression: exit status 1 if there is one; or never. Default: never.")
    private FailOn failOn = FailOn.never;

    @Mixin
    private final FormatOption formats = new FormatOption();

    public CompareCommand(Console console) {
        this.console = console;
    }

    private record Compared(CompareReport.Side side, Workload workload) {
        static Compared of(Reduction reduction) {
            Workload workload = Workload.of(reduction.summary());
            return new Compared(CompareReport.Side.of(reduction.sources(), workload), workload);
        }
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        CompareOptions options = options();
        List<Compared> sides = ReducedFiles.both(CaptureFiles.of(base), CaptureFiles.of(head), console, Compared::of);
        Workload before = sides.get(0).workload();
        Workload after = sides.get(1).workload();
        CompareReport report = CompareReport.of(
                sides.get(0).side(),
                sides.get(1).side(),
                options,
                compare(before, after, options),
                budget == null ? null : BudgetCheck.of(budget, after));
        outputs.write(
                format -> switch (format) {
                    case TEXT -> ComparePage.text(report, console.width());
                    case MARKDOWN -> ComparePage.markdown(report);
                    case JSON -> JsonCompare.of(report);
                    case HTML -> throw new IllegalStateException("the option takes no html");
                },
                console.out());
        return failOn == FailOn.regression && report.regressions() > 0 ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
    }

    private CompareOptions options() {
        try {
            return new CompareOptions(minFactor, minMillis);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(
                    String.valueOf(e.getMessage())
                            .replace("minFactor", "--min-factor")
                            .replace("minMillis", "--min-millis"),
                    e);
        }
    }

    private static Comparison compare(Workload before, Workload after, CompareOptions options) {
        try {
            return Comparing.of(before, after, options);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(String.valueOf(e.getMessage()), e);
        }
    }
}
