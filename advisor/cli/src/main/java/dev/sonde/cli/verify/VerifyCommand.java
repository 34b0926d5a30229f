package dev.sonde.cli.verify;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.advise.CapturedWorkload;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.engine.workload.Workload;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.verify.ExpectedIndexes;
import dev.sonde.migrations.verify.Verification;
import dev.sonde.migrations.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Says after a deployment whether the indexes that its migrations make are",
            "there, valid, what was asked for and chosen by their queries, and what failed",
            "builds left behind. Only reads."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde verify --url jdbc:postgresql://db:5432/app",
            "  sonde verify src/main/resources/db/migration \\",
            "      --url jdbc:postgresql://db:5432/app --advice advice.json",
            "  sonde verify V42__idx_orders.sql --url jdbc:postgresql://db:5432/app \\",
            "      --capture captures/ --format json=verify.json",
            "",
            "Exit status: 0 all is as it should be, 1 something has to be mended,",
            "2 wrong use or bad input, 3 the database cannot be read."
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final Path USUAL_FOLDER = Path.of("src/main/resources/db/migration");

    private final Console console;

    @Parameters(
            arity = "0..*",
            paramLabel = "MIGRATIONS",
            description = {
                "Folders of migrations or roots of projects: files that Sonde wrote count.",
                "Single files: they count whoever wrote them.",
                "Default: src/main/resources/db/migration."
            })
    private final List<Path> migrations = new ArrayList<>();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--advice",
            paramLabel = "FILE",
            description = "From sonde advise --format json: its indexes are expected, its queries must choose them.")
    private final List<Path> advice = new ArrayList<>();

    @Option(
            names = "--capture",
            paramLabel = "CAPTURE",
            description = "Capture files or folders: captured statements must choose the indexes, at captured values.")
    private final List<Path> captures = new ArrayList<>();

    @Mixin
    private final FormatOption formats = new FormatOption();

    public VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = outputs();
        DatabaseUrl url = database.database(console)
                .orElseThrow(() -> CommandFailure.badInput(
                        "--url is missing: name the database, for example --url jdbc:postgresql://host:5432/app"));
        ExpectedIndexes expected = expected();
        VerifyReport report = verify(url, expected, workload());
        outputs.write(format -> text(report, format), console.out());
        return report.clean() ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
    }

    private static VerifyReport verify(DatabaseUrl url, ExpectedIndexes expected, Optional<Workload> workload) {
        try (Connection connection = url.connectSimple()) {
            return Verification.of(expected, workload, connection);
        } catch (SQLException e) {
            throw url.failure(e);
        }
    }

    private ExpectedIndexes expected() throws IOException {
        ExpectedIndexes expected = new ExpectedIndexes();
        List<Path> asked = migrations;
        if (asked.isEmpty() && Files.isDirectory(USUAL_FOLDER)) {
            asked = List.of(USUAL_FOLDER);
        }
        for (Path path : asked) {
            if (Files.isDirectory(path)) {
                expected.addFolder(
                        MigrationTarget.of(path, console.environment()).read());
            } else if (Files.exists(path)) {
                expected.addFile(path);
            } else {
                throw CommandFailure.badInput(path + ": no such file or folder: name migrations or their folder");
            }
        }
        for (Path file : advice) {
            expected.addAdvice(file);
        }
        if (expected.isEmpty()) {
            console.warn("no index is expected: no migration that Sonde wrote"
                    + (asked.isEmpty() ? "" : " in " + asked.get(0)) + " and no --advice with one; name a file to have"
                    + " its indexes looked for whoever wrote it");
        }
        return expected;
    }

    private Optional<Workload> workload() {
        if (captures.isEmpty()) {
            return Optional.empty();
        }
        WorkloadSummary summary =
                ReducedFiles.of(CaptureFiles.of(captures), console).summary();
        List<String> planned = summary.statements().stream()
                .filter(statement -> !statement.statement().truncated())
                .filter(statement ->
                        CapturedWorkload.hasPlan(statement.statement().sql()))
                .map(statement -> statement.id())
                .distinct()
                .sorted()
                .toList();
        return Optional.of(CapturedWorkload.of(summary, planned, console));
    }

    private Outputs outputs() {
        try {
            return Outputs.of(formats.targets());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--format: " + e.getMessage(), e);
        }
    }

    private static String text(VerifyReport report, OutputTarget.Format format) {
        return switch (format) {
            case TEXT -> TextVerify.of(report);
            case MARKDOWN -> MarkdownVerify.of(report);
            case JSON -> Json.text(report);
            case HTML -> throw new IllegalStateException("the option does not take it");
        };
    }
}
