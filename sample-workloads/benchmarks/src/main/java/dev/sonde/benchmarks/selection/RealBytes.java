package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Sets of equal real size, built and executed: a peer's, and what we choose on the plan twin within the bytes that the
 * peer's takes once it is built.
 */
final class RealBytes {

    /** A statement is slower with a set than without it if it is so by this share and by this time. */
    private static final double SLOWER = 1.05;

    private static final double SLOWER_MS = 1;

    private final TpchServer server;
    private final CatalogSnapshot snapshot;
    private final List<String> statements;
    private final Consumer<String> progress;

    RealBytes(TpchServer server, CatalogSnapshot snapshot, List<String> statements, Consumer<String> progress) {
        this.server = server;
        this.snapshot = snapshot;
        this.statements = statements;
        this.progress = progress;
    }

    /** A peer's set. */
    record Other(String by, long megabytes, List<IndexDefinition> set) {}

    /** What a set that was built did. */
    private record Measured(List<IndexDefinition> set, double cost, long bytes, double[] milliseconds) {
        double total() {
            double total = 0;
            for (double time : milliseconds) {
                total += time;
            }
            return total;
        }

        int slowerThan(Measured without) {
            int slower = 0;
            for (int i = 0; i < milliseconds.length; i++) {
                double before = without.milliseconds[i];
                if (milliseconds[i] > before * SLOWER && milliseconds[i] > before + SLOWER_MS) {
                    slower++;
                }
            }
            return slower;
        }
    }

    void run(Section section, List<Other> others) throws SQLException, NotPlannableException {
        Measured without = measure(List.of());
        Map<List<IndexDefinition>, Measured> theirs = new LinkedHashMap<>();
        for (Other other : others) {
            if (!theirs.containsKey(other.set())) {
                theirs.put(other.set(), measure(other.set()));
                progress.accept("selection: executed " + other.by() + ", " + other.megabytes() + " MB");
            }
        }
        List<Long> bytes = theirs.values().stream().map(Measured::bytes).toList();
        Map<Long, List<IndexDefinition>> ours = ours(bytes);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("no further index", without, without));
        double worst = 0;
        int slower = 0;
        for (Other other : others) {
            Measured their = Objects.requireNonNull(theirs.get(other.set()));
            Measured our = measure(ours.getOrDefault(their.bytes(), List.of()));
            String budget = other.megabytes() + " MB of HypoPG's";
            rows.add(row(other.by() + ", " + budget, their, without));
            rows.add(row("Sonde, the bytes of " + other.by() + " at " + budget, our, without));
            worst = Math.max(worst, our.total() / their.total());
            slower += our.slowerThan(without);
            progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
        }
        section.verdict(Target.atMost("execution time at equal real bytes over a peer's, worst", 1, " ×")
                .judge(worst));
        section.verdict(Target.atMost("statements more than 5 % and 1 ms slower than without our set", 0, "")
                .judge(slower));
        section.table(
                List.of("set", "indexes", "real MB", "cost, real indexes, %", "seconds", "statements slower"), rows);
    }

    private Map<Long, List<IndexDefinition>> ours(List<Long> budgets) throws NotPlannableException {
        Map<Long, List<IndexDefinition>> sets = new LinkedHashMap<>();
        try (PlanTwin twin = PlanTwin.start(snapshot, TpchServer.home())) {
            Choice choice = new Choice(
                    snapshot,
                    twin,
                    statements,
                    Permutations.of(snapshot, statements, 2),
                    definition ->
                            IndexSizeModel.of(
                                    snapshot.table(definition.table()).orElseThrow(),
                                    definition,
                                    1,
                                    snapshot.serverVersionNumber()),
                    budgets);
            choice.answers().forEach(answer -> sets.put(answer.budget(), answer.set()));
            progress.accept("selection: twin's choices in " + choice.seconds() + " s");
        }
        return sets;
    }

    private Measured measure(List<IndexDefinition> set) throws SQLException {
        Referee referee = new Referee(server, statements);
        return referee.withIndexes(set, (statement, bytes) -> {
            double cost = referee.total(statement);
            return new Measured(set, cost, bytes, new Execution(statements).milliseconds(statement));
        });
    }

    private static List<String> row(String name, Measured measured, Measured without) {
        return List.of(
                name,
                String.valueOf(measured.set().size()),
                Figures.of(measured.bytes() / 1e6),
                String.format(Locale.ROOT, "%.2f", 100 * measured.cost() / without.cost()),
                Figures.of(measured.total() / 1e3),
                String.valueOf(measured.slowerThan(without)));
    }
}
