package dev.sonde.cli.advise;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.migrations.TakenVersions;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.cli.output.PageFormatOption;
import dev.sonde.cli.report.CapturedReport;
import dev.sonde.cli.report.Report;
import dev.sonde.cli.report.SlowPlans;
import dev.sonde.cli.workload.PlannerSession;
import dev.sonde.cli.workload.WorkloadOptions;
import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.Advisor;
import dev.sonde.engine.advice.VerifiedAdvisor;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.VerifyOptions;
import dev.sonde.migrations.writer.Flavour;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sonde advise}. */
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        description = "Says which indexes would help the captured statements, and writes them as Flyway migrations.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde advise captures/ --snapshot app.json",
            "  sonde advise captures/ --url jdbc:postgresql://db:5432/app --budget 500MB",
            "  sonde advise captures/ --snapshot app.json --format html=report.html    report and advice",
            "  sonde advise captures/ --snapshot app.json --migrations src/main/resources/db/migration",
            "  sonde advise captures/ --snapshot app.json --verify jdbc:postgresql://clone:5432/app"
        })
public final class AdviseCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final WorkloadOptions workloads = new WorkloadOptions();

    @Option(
            names = "--migrations",
            paramLabel = "DIR",
            description = "Folder of Flyway migrations, or root of a project with one, to write the advised"
                    + " indexes to, named as those in it are.")
    private @Nullable Path migrations;

    @Option(
            names = "--verify",
            paramLabel = "JDBC_URL",
            description = "A clone on which the advised indexes are built for real and the captured queries run"
                    + " before and after; advice that does not make them faster there is replaced by the next"
                    + " best. What was built is dropped.")
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
        Outputs outputs = FormatOutputs.of(formats.targets());
        workloads.check();
        if (migrations != null && Files.exists(migrations) && !Files.isDirectory(migrations)) {
            throw CommandFailure.badInput("--migrations " + migrations + ": not a folder");
        }
        boolean page = outputs.has(OutputTarget.Format.HTML);
        WorkloadOptions.Inputs inputs = page ? workloads.readWithCaches(console) : workloads.read(console);
        CatalogSnapshot catalog = inputs.catalog();
        Advised advised = advise(inputs, page);
        if (migrations != null) {
            AdvisedMigrations.write(
                    taken.target(migrations, base, console),
                    flavour,
                    advised.advice(),
                    indexDefinitions(catalog),
                    partitions(catalog),
                    console);
        }
        outputs.write((format, width, out) -> write(advised, catalog, format, width, out), console.screen());
        return ExitStatus.CLEAN;
    }

    /**
     * What there is to tell.
     *
     * @param report null if no page was asked for, which alone shows it
     */
    private record Advised(AdviceReport advice, @Nullable Report report) {}

    private Advised advise(WorkloadOptions.Inputs inputs, boolean page) throws SQLException {
        CatalogSnapshot catalog = inputs.catalog();
        try (Progress progress = console.progress("choosing indexes");
                PlannerSession session = workloads.planner(catalog, console)) {
            AdviceReport advice = advice(inputs, session, workloads.limits().with(progress::stage));
            if (!page) {
                return new Advised(advice, null);
            }
            return new Advised(
                    advice,
                    CapturedReport.of(
                            inputs.reduction(),
                            catalog,
                            (summary, findings) -> SlowPlans.of(summary, findings, session.plans(), catalog, console)));
        }
    }

    private AdviceReport advice(WorkloadOptions.Inputs inputs, PlannerSession session, AdviceOptions limits)
            throws SQLException {
        Function<AdviceOptions, AdviceReport> advisor = options -> Advisor.advise(
                session.planner(), session.notes(), inputs.catalog(), inputs.workload(), inputs.matcher(), options);
        if (clone == null) {
            return advisor.apply(limits);
        }
        DatabaseUrl url = DatabaseUrl.of("--verify", clone, null, console.environment());
        try (Connection connection = url.connectSimple()) {
            console.message("building and measuring on " + url);
            return VerifiedAdvisor.advise(advisor, limits, new AdviceVerifier(connection, VerifyOptions.ofDefaults()));
        } catch (SQLException e) {
            throw url.failure(e);
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

    private static void write(
            Advised advised, CatalogSnapshot catalog, OutputTarget.Format format, int width, Writer out)
            throws IOException {
        AdviceReport advice = advised.advice();
        switch (format) {
            case TEXT -> out.write(TextAdvice.of(advice, width));
            case MARKDOWN -> out.write(MarkdownAdvice.of(advice));
            case JSON -> Json.write(advice, out);
            case HTML ->
                HtmlAdvice.write(
                        Objects.requireNonNull(advised.report()),
                        advice,
                        indexDefinitions(catalog),
                        partitions(catalog),
                        out);
        }
    }
}
