package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.engine.hypopg.HypoPgPlanner;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ours and the peers' sets on one scale of TPC-H. */
final class Comparison {

    private static final long MB = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int[] WIDTHS = {2, 3};
    private static final String OURS = "Sonde";

    /** What HypoPG takes: the referee costs no descent, and the peers minimise what the referee costs. */
    private static final int NO_HEIGHT = -1;

    private final Section section;
    private final double scale;
    private final @Nullable Path peers;
    private final Consumer<String> progress;
    private final List<String> statements = TpchServer.statements();

    Comparison(Section section, double scale, @Nullable Path peers, Consumer<String> progress) {
        this.section = section;
        this.scale = scale;
        this.peers = peers;
        this.progress = progress;
    }

    /**
     * A set and who chose it.
     *
     * @param bound lower bound in per cent of the cost without indexes, NaN if none is known
     * @param gap at most to the optimum, NaN likewise
     */
    private record Chosen(
            String by,
            int width,
            long megabytes,
            List<IndexDefinition> set,
            double bound,
            double gap,
            long calls,
            double seconds,
            Referee.Judgement hypothetical) {}

    void run(List<Long> budgets) throws Exception {
        progress.accept("selection: filling TPC-H, scale " + scale);
        try (TpchServer server = TpchServer.start(scale)) {
            Referee referee = new Referee(server, statements);
            Referee.Judgement before = referee.hypothetical(List.of());
            CatalogSnapshot snapshot = server.snapshot();
            List<Chosen> chosen = new ArrayList<>();
            for (int width : WIDTHS) {
                chosen.addAll(ours(server, snapshot, referee, before, width, budgets));
            }
            chosen.addAll(theirs(server, snapshot, referee, budgets));
            costs(referee, before, chosen);
            judge(chosen, before, budgets);
        }
    }

    private List<Chosen> ours(
            TpchServer server,
            CatalogSnapshot snapshot,
            Referee referee,
            Referee.Judgement before,
            int width,
            List<Long> budgets)
            throws Exception {
        List<IndexDefinition> definitions = Permutations.of(snapshot, statements, width);
        try (Connection connection = server.connect()) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, PATIENCE, PATIENCE);
            Map<IndexDefinition, Long> sizes = referee.sizes(definitions);
            Choice choice = new Choice(
                    snapshot,
                    planner,
                    statements,
                    definitions,
                    definition -> new IndexSize(sizes.getOrDefault(definition, 0L) / 8192, 0, NO_HEIGHT),
                    budgets.stream().map(budget -> budget * MB).toList());
            List<Chosen> chosen = new ArrayList<>();
            for (Choice.Answer answer : choice.answers()) {
                Referee.Judgement judgement = referee.hypothetical(answer.set());
                progress.accept("selection: " + answer.budget() / MB + " MB: " + percent(judgement.percentOf(before)));
                chosen.add(new Chosen(
                        OURS,
                        width,
                        answer.budget() / MB,
                        answer.set(),
                        100 * answer.selection().lowerBound() / before.total(),
                        answer.selection().gap(),
                        answer.calls(),
                        answer.seconds(),
                        judgement));
            }
            progress.accept("selection, scale " + scale + ", width " + width + ": " + choice.candidates()
                    + " candidates, " + choice.calls() + " calls, " + choice.seconds() + " s");
            section.verdict(Target.atMost(where(width) + ": harvest and solving for all budgets", 15, " s")
                    .judge(choice.seconds()));
            return chosen;
        }
    }

    private List<Chosen> theirs(TpchServer server, CatalogSnapshot snapshot, Referee referee, List<Long> budgets)
            throws IOException, SQLException {
        if (peers == null) {
            return List.of();
        }
        List<Peers.Run> runs = new ArrayList<>();
        for (long budget : budgets) {
            for (String algorithm : List.of("Extend", "DB2Advis", "Relaxation", "Anytime")) {
                runs.add(new Peers.Run(algorithm, WIDTHS[0], budget));
            }
            runs.add(new Peers.Run("Extend", WIDTHS[1], budget));
        }
        List<Chosen> chosen = new ArrayList<>();
        for (Peers.Answer answer : new Peers(peers).ask(section, server, snapshot, statements, runs, progress)) {
            chosen.add(new Chosen(
                    answer.run().algorithm(),
                    answer.run().width(),
                    answer.run().megabytes(),
                    answer.set(),
                    Double.NaN,
                    Double.NaN,
                    answer.calls(),
                    answer.seconds(),
                    referee.hypothetical(answer.set())));
        }
        return chosen;
    }

    private void costs(Referee referee, Referee.Judgement before, List<Chosen> chosen) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        for (Chosen choice : chosen) {
            Referee.Judgement real = referee.real(choice.set());
            rows.add(List.of(
                    choice.by() + ", " + choice.width() + " columns, " + choice.megabytes() + " MB",
                    String.valueOf(choice.set().size()),
                    percent(choice.hypothetical().percentOf(before)),
                    percent(choice.bound()),
                    percent(100 * choice.gap()),
                    percent(real.percentOf(before)),
                    percent(real.meanPercentOf(before)),
                    Figures.of(real.bytes() / 1e6),
                    Figures.count(choice.calls()),
                    Figures.of(choice.seconds())));
            progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
        }
        section.paragraph("Scale " + scale
                        + ". Calls and seconds of ours are those since the budget before: one harvest" + " serves all.")
                .table(
                        List.of(
                                "chosen by",
                                "indexes",
                                "cost, HypoPG",
                                "lower bound",
                                "gap at most, %",
                                "cost, real indexes",
                                "mean of ratios, real",
                                "real MB",
                                "planner calls",
                                "seconds"),
                        rows);
    }

    /** Ours against the best of the others, budget by budget. */
    private void judge(List<Chosen> chosen, Referee.Judgement before, List<Long> budgets) {
        for (int width : WIDTHS) {
            for (long budget : budgets) {
                double ours = least(chosen, before, width, budget, by -> by.equals(OURS));
                double theirs = least(chosen, before, width, budget, by -> !by.equals(OURS));
                if (Double.isFinite(theirs)) {
                    section.verdict(Target.atMost(
                                    where(width) + ", " + budget + " MB: cost by HypoPG over the best peer's", 1, " ×")
                            .judge(ours / theirs));
                }
            }
        }
    }

    private static double least(
            List<Chosen> chosen, Referee.Judgement before, int width, long budget, Predicate<String> by) {
        return chosen.stream()
                .filter(choice -> choice.width() == width && choice.megabytes() == budget && by.test(choice.by()))
                .mapToDouble(choice -> choice.hypothetical().percentOf(before))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private String where(int width) {
        return "scale " + scale + ", " + width + " columns";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.2f", share);
    }
}
