package dev.sonde.cli.why;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.cli.workload.PlannerSession;
import dev.sonde.cli.workload.WorkloadOptions;
import dev.sonde.engine.advice.Deliberation;
import dev.sonde.engine.candidate.Candidate;
import dev.sonde.engine.why.NamedIndex;
import dev.sonde.engine.why.Why;
import dev.sonde.engine.why.WhyReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sonde why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Says of a query which indexes were examined for it and why they are not advised, and"
                + " of an index who uses it and what losing it costs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde why captures/ --snapshot app.json --query 49fe0902",
            "  sonde why captures/ --snapshot app.json --index tasks_agent_id",
            "  sonde why captures/ --snapshot app.json \\",
            "      --index 'create index on tasks (agent_id, created_at desc)'"
        })
public final class WhyCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final WorkloadOptions workloads = new WorkloadOptions();

    @Option(
            names = "--query",
            paramLabel = "ID",
            description = "A captured query by its identifier, as reports print it, or the beginning of that; may"
                    + " be given more than once.")
    private final List<String> queries = new ArrayList<>();

    @Option(
            names = "--index",
            paramLabel = "NAME",
            description = "An index by its name, with or without schema, or one that does not exist by its CREATE"
                    + " INDEX statement, which is then examined beside the advisor's own; may be given more"
                    + " than once.")
    private final List<String> indexes = new ArrayList<>();

    @Mixin
    private final FormatOption formats = new FormatOption();

    public WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        workloads.check();
        if (queries.isEmpty() && indexes.isEmpty()) {
            throw CommandFailure.badInput(
                    "nothing is asked: name a query with --query ID or an index with --index NAME");
        }
        WorkloadOptions.Inputs inputs = workloads.read(console);
        AskedQueries asked = new AskedQueries(inputs.summary(), inputs.workload());
        List<String> fingerprints = queries.stream().map(asked::find).distinct().toList();
        List<NamedIndex> named = new AskedIndexes(inputs.catalog()).find(indexes);
        WhyReport report = answer(inputs, fingerprints, named);
        outputs.write((format, width) -> text(report, format, width), console.screen());
        return ExitStatus.CLEAN;
    }

    private WhyReport answer(WorkloadOptions.Inputs inputs, List<String> fingerprints, List<NamedIndex> named)
            throws SQLException {
        try (Progress progress = console.progress("examining indexes");
                PlannerSession session = workloads.planner(inputs.catalog(), console)) {
            List<Candidate> more = new ArrayList<>();
            for (NamedIndex index : named) {
                if (index instanceof NamedIndex.WhatIf whatIf) {
                    more.add(whatIf.candidate(session.planner(), inputs.catalog()));
                }
            }
            Deliberation found = Deliberation.of(
                    session.planner(),
                    session.notes(),
                    inputs.catalog(),
                    inputs.workload(),
                    inputs.matcher(),
                    workloads.limits().with(progress::stage),
                    more);
            return Why.of(found, fingerprints, named);
        }
    }

    private static String text(WhyReport report, OutputTarget.Format format, int width) {
        return switch (format) {
            case TEXT -> WhyPage.of(report, new TextPage(width));
            case MARKDOWN -> WhyPage.of(report, new MarkdownPage());
            case JSON -> Json.text(report);
            case HTML -> throw new IllegalStateException("the option does not take it");
        };
    }
}
