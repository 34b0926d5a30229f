package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.engine.hypopg.HypoPgPlanner;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.tpch.TpchQuery;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Selection on TPC-H: cost of our sets, planner calls, seconds, and how far from optimal they can be. */
public final class SelectionPart {

    private static final long MB = 1_000_000;

    /** Left out by the published comparisons: correlated sub-queries that carry nearly all of the cost. */
    private static final Set<Integer> LEFT_OUT = Set.of(2, 17, 20);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private SelectionPart() {}

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws Exception {
        Section section = new Section("selection", "Choice of indexes on TPC-H");
        if (!TpchServer.installed()) {
            return section.paragraph("Not measured: needs Debian's postgresql-15 and postgresql-15-hypopg.");
        }
        comparison(section, 0.5, List.of(50L, 100L, 250L, 500L, 1000L), progress);
        comparison(section, 0.1, List.of(10L, 20L, 50L, 100L, 200L), progress);
        return section;
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws Exception {
        Section section = new Section("selection", "Choice of indexes on TPC-H");
        if (!TpchServer.installed()) {
            return section.paragraph("Not measured: needs Debian's postgresql-15 and postgresql-15-hypopg.");
        }
        comparison(section, 0.02, List.of(2L, 5L, 10L), progress);
        return section;
    }

    private static void comparison(Section section, double scale, List<Long> budgets, Consumer<String> progress)
            throws Exception {
        List<String> statements = TpchQuery.all().stream()
                .filter(query -> !LEFT_OUT.contains(query.number()))
                .map(TpchQuery::sql)
                .toList();
        progress.accept("selection: filling TPC-H, scale " + scale);
        try (TpchServer server = TpchServer.start(scale)) {
            Referee referee = new Referee(server, statements);
            Referee.Judgement before = referee.hypothetical(List.of());
            List<List<String>> rows = new ArrayList<>();
            for (int width : new int[] {2, 3}) {
                CatalogSnapshot snapshot = server.snapshot();
                List<IndexDefinition> definitions = Permutations.of(snapshot, statements, width);
                try (Connection connection = server.connect()) {
                    HypoPgPlanner planner = HypoPgPlanner.of(connection, PATIENCE, PATIENCE);
                    Map<IndexDefinition, Long> sizes = referee.sizes(definitions);
                    Choice choice = new Choice(
                            snapshot,
                            planner,
                            statements,
                            definitions,
                            definition -> new IndexSize(sizes.getOrDefault(definition, 0L) / 8192, 0, 0),
                            budgets.stream().map(budget -> budget * MB).toList());
                    for (Choice.Answer answer : choice.answers()) {
                        Referee.Judgement hypothetical = referee.hypothetical(answer.set());
                        Referee.Judgement real = referee.real(answer.set());
                        rows.add(List.of(
                                "width " + width + ", " + answer.budget() / MB + " MB",
                                String.valueOf(answer.set().size()),
                                percent(hypothetical.percentOf(before)),
                                percent(100 * (answer.selection().lowerBound() / before.total())),
                                percent(100 * answer.selection().gap()),
                                percent(real.percentOf(before)),
                                percent(real.meanPercentOf(before)),
                                Figures.of(real.bytes() / 1e6),
                                String.valueOf(answer.calls()),
                                Figures.of(answer.seconds())));
                        progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
                    }
                    progress.accept("selection, scale " + scale + ", width " + width + ": " + choice.candidates()
                            + " candidates, " + choice.calls() + " calls, " + choice.seconds() + " s");
                    section.verdict(Target.atMost(
                                    "scale " + scale + ", width " + width + ": harvest and solving for all budgets",
                                    15,
                                    " s")
                            .judge(choice.seconds()));
                }
            }
            section.paragraph("Scale " + scale + ".")
                    .table(
                            List.of(
                                    "candidates and budget",
                                    "indexes",
                                    "cost, HypoPG",
                                    "lower bound",
                                    "gap at most",
                                    "cost, real indexes",
                                    "mean of ratios, real",
                                    "real MB",
                                    "planner calls",
                                    "seconds"),
                            rows);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }
}
