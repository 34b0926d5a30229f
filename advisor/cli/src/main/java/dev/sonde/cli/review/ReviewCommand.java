package dev.sonde.cli.review;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.InputFile;
import dev.sonde.cli.command.OutputFile;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.output.Outputs;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.review.Review;
import dev.sonde.migrations.review.ReviewInput;
import dev.sonde.migrations.review.ReviewResult;
import dev.sonde.migrations.review.SondeToml;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code sonde review}. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = "Checks the migrations that are not on the base branch: Flyway's traps, what each"
                + " statement locks, rewrites and reads, measured on a throw-away PostgreSQL, and what"
                + " becomes of captured queries.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde review src/main/resources/db/migration --base origin/main",
            "  sonde review --snapshot app.json --format github --format sarif=review.sarif",
            "  sonde review src/main/resources/db/migration --snapshot app.json --capture captures/",
            "  sonde review --flyway postgresql.transactional.lock=false"
        })
public final class ReviewCommand implements Callable<Integer> {

    private static final Path USUAL_FOLDER = Path.of("src/main/resources/db/migration");

    /** At which severity the command fails. */
    enum FailOn {
        ERROR,
        WARNING,
        NEVER
    }

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MIGRATION_DIR",
            description = "Folder of the migrations. Default: src/main/resources/db/migration.")
    private @Nullable Path folder;

    @Option(
            names = "--base",
            paramLabel = "REF",
            description = "Branch or commit to compare with. Default: origin/HEAD, else main or master.")
    private @Nullable String base;

    @Option(
            names = "--capture",
            arity = "1..*",
            paramLabel = "CAPTURE",
            description = "Captures, summaries of them, or folders with such: their statements are prepared, and"
                    + " with a snapshot planned, before and after the new migrations.")
    private final List<Path> captures = new ArrayList<>();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            converter = InputFile.class,
            description = "Schema, sizes and statistics of the database, from sonde snapshot.")
    private @Nullable Path snapshot;

    @Option(
            names = "--flyway",
            paramLabel = "KEY=VALUE",
            description = "A Flyway setting, over what the project's files say; for example outOfOrder=true.")
    private final Map<String, String> flyway = new TreeMap<>();

    @Option(names = "--fail-on", paramLabel = "LEVEL", description = "error, warning or never. Default: error.")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            converter = TargetConverter.class,
            completionCandidates = Words.class,
            description = "text, md, json, sarif, github, gitlab, rdjson or junit, to standard output or to a"
                    + " file; may be given more than once. Default: text to standard output.")
    private final List<ReviewFormat.Target> targets = new ArrayList<>();

    public ReviewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<ReviewFormat.Target> asked =
                targets.isEmpty() ? List.of(new ReviewFormat.Target(ReviewFormat.TEXT, Optional.empty())) : targets;
        requirePlaces(asked);
        Path directory = folder == null ? USUAL_FOLDER : folder;
        if (!Files.isDirectory(directory)) {
            throw CommandFailure.badInput(
                    directory + ": no such folder; name the folder of the migrations: sonde review MIGRATION_DIR");
        }
        List<String> notes = new ArrayList<>();
        ProjectSettings settings = settings(directory, notes);
        BranchFiles files = BranchFiles.read(directory, Optional.ofNullable(base), settings);
        Optional<CatalogSnapshot> source = Optional.ofNullable(snapshot).map(SnapshotFile::read);
        Optional<CapturedTraffic> traffic =
                captures.isEmpty() ? Optional.empty() : Optional.of(ReviewCapture.read(captures, source, console));
        ReviewResult reviewed;
        try (Progress progress = console.progress("running the migrations")) {
            reviewed = Review.of(
                    new ReviewInput(files.files(), settings, source, traffic),
                    SondeToml.suppressions(ProjectFlyway.root(directory), LocalDate.now(console.clock())));
        }
        notes.addAll(files.notes());
        notes.addAll(reviewed.notes());
        ReviewResult result =
                new ReviewResult(reviewed.findings(), reviewed.files(), reviewed.impacts(), reviewed.workload(), notes);
        for (ReviewFormat.Target target : asked) {
            String text = target.format().text(result);
            boolean onScreen =
                    target.format() == ReviewFormat.TEXT && target.file().isEmpty();
            Outputs.write(target.file(), onScreen ? console.screen().shown(text) : text, console.out());
            if (target.format() == ReviewFormat.GITHUB) {
                appendSummary(result);
            }
        }
        return fails(result) ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
    }

    /** Those of the project's files, and over them those of the command line. */
    private ProjectSettings settings(Path directory, List<String> notes) throws IOException {
        Map<String, String> properties = ProjectFlyway.properties(directory, console.environment(), notes);
        flyway.forEach((key, value) -> properties.put(key.startsWith("flyway.") ? key : "flyway." + key, value));
        return ProjectSettings.of(properties);
    }

    /** GitHub shows the summary of a step below its log, and takes a mebibyte. */
    private void appendSummary(ReviewResult result) throws IOException {
        String file = console.environment().get("GITHUB_STEP_SUMMARY");
        if (file != null && !file.isEmpty()) {
            Files.writeString(
                    Path.of(file),
                    ReviewFormat.MARKDOWN.text(result),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private boolean fails(ReviewResult result) {
        Severity limit = failOn == FailOn.WARNING ? Severity.WARNING : Severity.ERROR;
        for (MigrationFinding finding : result.open()) {
            if (failOn != FailOn.NEVER && finding.severity().atLeast(limit)) {
                return true;
            }
        }
        return false;
    }

    private static void requirePlaces(List<ReviewFormat.Target> targets) {
        targets.forEach(target -> target.file().ifPresent(file -> OutputFile.check("--format", file)));
        try {
            Outputs.requireDistinct(
                    targets.stream().map(ReviewFormat.Target::file).toList(), "sarif=review.sarif");
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--format: " + e.getMessage(), e);
        }
    }

    /** For shells. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(ReviewFormat.words());
        }
    }

    static final class TargetConverter implements ITypeConverter<ReviewFormat.Target> {
        @Override
        public ReviewFormat.Target convert(String value) {
            try {
                return ReviewFormat.Target.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
