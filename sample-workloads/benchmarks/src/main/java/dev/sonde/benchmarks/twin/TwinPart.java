package dev.sonde.benchmarks.twin;

import dev.sonde.benchmarks.process.AgentsJar;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.tpch.TpchDatabase;
import dev.sonde.tpch.TpchQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plans and costs on the twin against those on its source: TPC-H and the agents sample, all majors. */
public final class TwinPart {

    private static final String TPCH = "tpch";
    /** PostgreSQL's default. */
    private static final int WORKERS = 2;

    private final List<Integer> majors;
    private final double tpchScale;
    private final AgentsWorkload agents;
    private final int tables;
    private final Consumer<String> progress;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private int statements;
    private int same;
    private double largest;

    private TwinPart(
            List<Integer> majors, double tpchScale, AgentsWorkload agents, int tables, Consumer<String> progress) {
        this.majors = majors;
        this.tpchScale = tpchScale;
        this.agents = agents;
        this.tables = tables;
        this.progress = progress;
    }

    /** All majors. */
    public static Section full(Consumer<String> progress) throws IOException, SQLException, NotPlannableException {
        AgentsWorkload agents = new AgentsWorkload(AgentsJar.find(), 0.05, 100, Duration.ofSeconds(20));
        return new TwinPart(Majors.ALL, 0.1, agents, 3_000, progress).run();
    }

    /** The oldest and the newest way of bringing statistics in, on few rows. */
    public static Section quick(Consumer<String> progress) throws IOException, SQLException, NotPlannableException {
        AgentsWorkload agents = new AgentsWorkload(AgentsJar.find(), 0.01, 50, Duration.ofSeconds(3));
        return new TwinPart(List.of(15, 18), 0.01, agents, 100, progress).run();
    }

    private Section run() throws IOException, SQLException, NotPlannableException {
        List<TwinStatement> ofAgents = new ArrayList<>();
        long manyMillis = 0;
        for (int i = majors.size() - 1; i >= 0; i--) {
            try (TwinSource source = TwinSource.start(Majors.home(majors.get(i)))) {
                compareTpch(source, tpchScale);
                agents.fill(source);
                if (ofAgents.isEmpty()) {
                    ofAgents.addAll(agents.statements(source));
                }
                compare("agents", source, AgentsWorkload.DATABASE, ofAgents);
                if (manyMillis == 0) {
                    manyMillis = ManyRelations.startMillis(source, tables);
                    progress.accept(tables + " tables: twin started in " + manyMillis + " ms");
                }
            }
        }
        Section section = new Section("twin", "The plan twin beside its source")
                .verdict(Target.atLeast("plans the same as the source's", 100, " %")
                        .judge(100.0 * same / statements))
                .verdict(Target.atMost("largest difference of a cost", 100 * TwinComparison.TOLERANCE, " %")
                        .judge(100 * largest))
                .paragraph("The source holds real rows, the twin only what a superuser's snapshot holds of it. TPC-H at scale "
                        + Figures.of(tpchScale) + " with its primary keys, its 22 queries; " + agents.description()
                        + ", the " + Figures.count(ofAgents.size(), "distinct statement")
                        + " that the server saw from the service under load, planned generically. A plan is the same if"
                        + " its nodes, conditions, indexes and their order are; the cost is that of the whole plan."
                        + " Start: from the snapshot in memory to a twin that plans.")
                .table(
                        List.of(
                                "workload, PostgreSQL, workers",
                                "statements",
                                "with workers",
                                "same plan",
                                "cost within 0.5 %",
                                "largest difference",
                                "start, ms"),
                        rows)
                .paragraph("A twin of " + Figures.count(tables)
                        + " tables with two indexes each, on the newest of these versions, started in "
                        + Figures.count(manyMillis) + " ms.");
        return differences.isEmpty()
                ? section
                : section.paragraph("Where they differ:\n\n- " + String.join("\n- ", differences));
    }

    private void compareTpch(TwinSource source, double scale) throws IOException, SQLException, NotPlannableException {
        source.create(TPCH);
        try (Connection connection = source.connect(TPCH, WORKERS)) {
            TpchDatabase.ofScale(scale).fill(connection);
        }
        List<TwinStatement> queries = TpchQuery.all().stream()
                .map(query -> new TwinStatement("query " + query.number(), query.sql()))
                .toList();
        compare("TPC-H", source, TPCH, queries);
    }

    private void compare(String name, TwinSource source, String database, List<TwinStatement> planned)
            throws SQLException, NotPlannableException {
        for (int workers : new int[] {0, WORKERS}) {
            TwinComparison comparison = TwinComparison.of(source, database, workers, planned);
            String title = name + ", " + source.home().version() + ", " + workers;
            rows.add(List.of(
                    title,
                    Figures.count(comparison.statements()),
                    Figures.count(comparison.parallel()),
                    Figures.count(comparison.samePlans()),
                    Figures.count(comparison.withinTolerance()),
                    Figures.percent(comparison.largestDifference()),
                    Figures.count(comparison.startMillis())));
            comparison.differences().forEach(line -> differences.add(title + ": " + line));
            statements += comparison.statements();
            same += comparison.samePlans();
            largest = Math.max(largest, comparison.largestDifference());
            progress.accept(String.join(" | ", rows.get(rows.size() - 1)));
            comparison.differences().forEach(progress);
        }
    }
}
