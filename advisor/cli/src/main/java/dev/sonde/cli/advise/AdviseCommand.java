package dev.sonde.cli.advise;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.cli.migrations.TakenVersions;
import dev.sonde.cli.output.ByteSize;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.cli.output.PageFormatOption;
import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.Advisor;
import dev.sonde.engine.advice.VerifiedAdvisor;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.VerifyOptions;
import dev.sonde.engine.workload.Workload;
import dev.sonde.migrations.writer.Flavour;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde advise}. */
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        description = "Says which indexes would help the captured statements, and writes them as Flyway migrations.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde advise captures/ --snapshot app.json",
            "  sonde advise captures/ --url jdbc:postgresql://db:5432/app --budget 500MB",
            "  sonde advise captures/ --snapshot app.json --format html=advice.html",
            "  sonde advise captures/ --snapshot app.json --migrations src/main/resources/db/migration",
            "  sonde advise captures/ --snapshot app.json --verify jdbc:postgresql://clone:5432/app"
        })
public final class AdviseCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "CAPTURE",
            description = "Capture files, or folders that hold *.sonde files.")
    private final List<Path> captures = new ArrayList<>();

    @Option(names = "--snapshot", paramLabel = "FILE", description = "The database, from sonde snapshot.")
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
            names = "--migrations",
            paramLabel = "DIR",
            description = {
                "Folder of Flyway migrations, or root of a project with one, to write the",
                "advised indexes to, named as those in it are."
            })
    private @Nullable Path migrations;

    @Option(
            names = "--planner",
            paramLabel = "KIND",
            description = {
                "twin: a throw-away server with the database's statistics (default).",
                "hypopg: the database of --url itself, by its extension HypoPG, which knows B-tree, hash and BRIN."
            })
    private PlannerKind planner = PlannerKind.TWIN;

    @Option(
            names = "--verify",
            paramLabel = "JDBC_URL",
            description = {
                "A clone on which the advised indexes are built for real and the captured queries run before and after;",
                "advice that does not make them faster there is replaced by the next best. What was built is dropped."
            })
    private @Nullable String clone;

    @Option(
            names = "--flavour",
            paramLabel = "TOOL",
            description = "flyway, or liquibase for its formatted SQL. Default: flyway.")
    private Flavour flavour = Flavour.FLYWAY;

    @Option(names = "--base", paramLabel = "REF", description = "Branch whose versions of migrations are taken too.")
    private @Nullable String base;

    @Mixin
    private final TakenVersions taken = new TakenVersions();

    @Mixin
    private final PageFormatOption formats = new PageFormatOption();

    public AdviseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Outputs outputs = outputs();
        checkOptions();
        CaptureFiles files = CaptureFiles.of(captures);
        CatalogSnapshot catalog = catalog();
        catalog.neverAnalysed()
                .forEach(table -> console.warn(table + " was never analysed, so its costs are guesses: run ANALYZE and"
                        + " take the snapshot again"));
        WorkloadSummary.Builder records = WorkloadSummary.builder();
        CapturedBinds binds = new CapturedBinds();
        files.read(
                entry -> {
                    records.add(entry);
                    binds.add(entry);
                },
                console);
        Workload workload = CapturedWorkload.of(records.build(), binds, catalog, console);
        AdviceReport advice = advice(catalog, workload);
        if (migrations != null) {
            AdvisedMigrations.write(
                    taken.target(migrations, base, console),
                    flavour,
                    advice,
                    indexDefinitions(catalog),
                    partitions(catalog),
                    console);
        }
        outputs.write(format -> text(advice, catalog, format), console.out());
        return ExitStatus.CLEAN;
    }

    private AdviceReport advice(CatalogSnapshot catalog, Workload workload) throws SQLException {
        try (PlannerSession session = PlannerSession.open(planner, catalog, twins, database.database(console))) {
            Function<AdviceOptions, AdviceReport> advisor = options ->
                    Advisor.advise(session.planner(), session.notes(), catalog, workload, matcher(workload), options);
            if (clone == null) {
                return advisor.apply(options());
            }
            DatabaseUrl url = DatabaseUrl.of("--verify", clone, null, console.environment());
            try (Connection connection = url.connectSimple()) {
                console.message("building and measuring on " + url);
                return VerifiedAdvisor.advise(
                        advisor, options(), new AdviceVerifier(connection, VerifyOptions.ofDefaults()));
            } catch (SQLException e) {
                throw url.failure(e);
            }
        }
    }

    private static Map<QualifiedName, String> indexDefinitions(CatalogSnapshot catalog) {
        Map<QualifiedName, String> definitions = new LinkedHashMap<>();
        for (TableSnapshot table : catalog.tables()) {
            for (IndexSnapshot index : table.indexes()) {
                definitions.put(new QualifiedName(table.name().schema(), index.name()), index.definition());
            }
        }
        return definitions;
    }

    private static Map<QualifiedName, List<Partition>> partitions(CatalogSnapshot catalog) {
        PartitionedTables tables = new PartitionedTables(catalog);
        Map<QualifiedName, List<Partition>> partitions = new LinkedHashMap<>();
        for (TableSnapshot table : catalog.tables()) {
            if (table.partitioned()) {
                partitions.put(table.name(), partitions(tables, table.name()));
            }
        }
        return partitions;
    }

    private static List<Partition> partitions(PartitionedTables tables, QualifiedName table) {
        return tables.partitions(table).stream()
                .map(partition ->
                        new Partition(partition.name(), partition.partitioned(), partitions(tables, partition.name())))
                .toList();
    }

    private static BindMatcher matcher(Workload workload) {
        if (workload.hashKey().isEmpty()) {
            return BindMatcher.none();
        }
        ValueHasher hasher = ValueHasher.of(workload.hashKey());
        return (hash, value, type) -> hasher.hashText(value, type) == hash;
    }

    private AdviceOptions options() {
        AdviceOptions options = AdviceOptions.ofDefaults();
        if (budget != null) {
            options = options.withBudget(budget.bytes());
        }
        return maxIndexes == null ? options : options.withMaxIndexes(maxIndexes);
    }

    private void checkOptions() {
        if (maxIndexes != null && maxIndexes < 1) {
            throw CommandFailure.badInput("--max-indexes must be positive: " + maxIndexes);
        }
        if (planner == PlannerKind.HYPOPG && snapshot != null) {
            throw CommandFailure.badInput("--planner hypopg plans on a live database: name it with --url JDBC_URL");
        }
        if (migrations != null && Files.exists(migrations) && !Files.isDirectory(migrations)) {
            throw CommandFailure.badInput("--migrations " + migrations + ": not a folder");
        }
    }

    private CatalogSnapshot catalog() throws SQLException {
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

    private Outputs outputs() {
        try {
            return Outputs.of(formats.targets());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--format: " + e.getMessage(), e);
        }
    }

    private String text(AdviceReport advice, CatalogSnapshot catalog, OutputTarget.Format format) {
        return switch (format) {
            case TEXT -> TextAdvice.of(advice, console.width());
            case MARKDOWN -> MarkdownAdvice.of(advice);
            case JSON -> Json.text(advice);
            case HTML -> HtmlAdvice.of(advice, indexDefinitions(catalog), partitions(catalog));
        };
    }
}
