package dev.sonde.cli.workload;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.InputFile;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.cli.output.ByteSize;
import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.workload.Workload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that choose indexes ask for: captures, the database, who plans, and the limits of the choice. */
public final class WorkloadOptions {

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
            description = "The database, from sonde snapshot.")
    private @Nullable Path snapshot;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private final TwinOptions twins = new TwinOptions();

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "Most disk space for all advised indexes, for example 500MB. Default: no limit.")
    private @Nullable ByteSize budget;

    @Option(names = "--max-indexes", paramLabel = "N", description = "Most indexes to advise. Default: 20.")
    private @Nullable Integer maxIndexes;

    @Option(
            names = "--max-statements",
            paramLabel = "N",
            description = "Most statements to look at, those that took most time. Default: 2000.")
    private int maxStatements = CapturedWorkload.MOST_ADVISED;

    @Option(
            names = "--planner",
            paramLabel = "KIND",
            description = {
                "twin: a throw-away server with the database's statistics (default).",
                "hypopg: the database of --url itself, by its extension HypoPG, which knows B-tree," + " hash and BRIN."
            })
    private PlannerKind planner = PlannerKind.TWIN;

    /**
     * What the options name.
     *
     * @param reduction of all captures
     * @param workload the statements of it that have a plan
     */
    public record Inputs(Reduction reduction, CatalogSnapshot catalog, Workload workload) {

        public WorkloadSummary summary() {
            return reduction.summary();
        }

        /** Recognises bound values by their hashes. */
        public BindMatcher matcher() {
            if (workload.hashKey().isEmpty()) {
                return BindMatcher.none();
            }
            ValueHasher hasher = ValueHasher.of(workload.hashKey());
            return (hash, value, type) -> hasher.hashText(value, type) == hash;
        }
    }

    /** Fails where options contradict each other, before anything is read. */
    public void check() {
        if (maxIndexes != null && maxIndexes < 1) {
            throw CommandFailure.badInput("--max-indexes must be positive: " + maxIndexes);
        }
        if (maxStatements < 1) {
            throw CommandFailure.badInput("--max-statements must be positive: " + maxStatements);
        }
        if (planner == PlannerKind.HYPOPG && snapshot != null) {
            throw CommandFailure.badInput("--planner hypopg plans on a live database: name it with --url JDBC_URL");
        }
    }

    /** Reads the captures and the database's catalog. */
    public Inputs read(Console console) throws SQLException {
        return read(console, ReducedFiles::of);
    }

    /** The same, and tries what caches would have answered. */
    public Inputs readWithCaches(Console console) throws SQLException {
        return read(console, ReducedFiles::withCaches);
    }

    private Inputs read(Console console, BiFunction<CaptureFiles, Console, Reduction> reducer) throws SQLException {
        CaptureFiles files = CaptureFiles.of(captures);
        CatalogSnapshot catalog = catalog(console);
        catalog.neverAnalysed()
                .forEach(table -> console.warn(table + " was never analysed, so its costs are guesses: run ANALYZE and"
                        + " take the snapshot again"));
        Reduction reduction = reducer.apply(files, console);
        CapturedBinds binds = new CapturedBinds(reduction);
        Workload workload = CapturedWorkload.of(reduction.summary(), binds, catalog, maxStatements, console);
        return new Inputs(reduction, catalog, workload);
    }

    private CatalogSnapshot catalog(Console console) throws SQLException {
        Optional<DatabaseUrl> url = database.database(console);
        Path file = snapshot;
        if (url.isPresent() == (file != null)) {
            throw CommandFailure.badInput(
                    "either --snapshot FILE or --url JDBC_URL is needed, and not both: the advisor plans against it");
        }
        if (file != null) {
            return SnapshotFile.read(file);
        }
        try (Connection connection = url.orElseThrow().connect()) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    /** Starts the planner. */
    public PlannerSession planner(CatalogSnapshot catalog, Console console) throws SQLException {
        return PlannerSession.open(planner, catalog, twins, database.database(console));
    }

    /** Limits of the choice. */
    public AdviceOptions limits() {
        AdviceOptions options = AdviceOptions.ofDefaults();
        if (budget != null) {
            options = options.withBudget(budget.bytes());
        }
        return maxIndexes == null ? options : options.withMaxIndexes(maxIndexes);
    }
}
