package dev.sonde.benchmarks.twin;

import dev.sonde.engine.explain.LiveDatabase;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a twin and its source say of the same statements.
 *
 * @param statements how many were planned
 * @param samePlans how many have the same nodes, conditions, indexes and order on both
 * @param parallel how many plans of the source gather from workers
 * @param largestDifference of the total costs, as a share of the source's
 * @param withinTolerance how many costs differ by no more than {@link #TOLERANCE}
 * @param startMillis from the snapshot to a twin that plans
 * @param differences one line for each statement that is planned or priced otherwise
 */
record TwinComparison(
        int statements,
        int samePlans,
        int parallel,
        double largestDifference,
        int withinTolerance,
        long startMillis,
        List<String> differences) {

    static final double TOLERANCE = 0.005;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    static TwinComparison of(TwinSource source, String database, int parallelWorkers, List<TwinStatement> statements)
            throws SQLException, NotPlannableException {
        CatalogSnapshot snapshot = source.snapshot(database, parallelWorkers);
        long start = System.nanoTime();
        try (PlanTwin twin = PlanTwin.start(snapshot, source.home());
                Connection connection = source.connect(database, parallelWorkers)) {
            long startMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            LiveDatabase live = LiveDatabase.of(connection, TIMEOUT, TIMEOUT);
            List<String> differences = new ArrayList<>(twin.notes());
            int same = 0;
            int parallel = 0;
            int within = 0;
            double largest = 0;
            for (TwinStatement statement : statements) {
                PlanNode expected = ExplainJson.parse(live.explainJson(statement.sql()));
                PlanNode actual = ExplainJson.parse(twin.explainJson(statement.sql()));
                boolean samePlan = actual.shape().equals(expected.shape());
                double difference = Math.abs(actual.totalCost() / expected.totalCost() - 1);
                same += samePlan ? 1 : 0;
                parallel += expected.shape().contains("Gather") ? 1 : 0;
                within += difference <= TOLERANCE ? 1 : 0;
                largest = Math.max(largest, difference);
                if (!samePlan || difference > TOLERANCE) {
                    differences.add(String.format(
                            Locale.ROOT,
                            "%s: %s, cost %.2f on the source, %.2f on the twin",
                            statement.name(),
                            samePlan ? "same plan" : "another plan",
                            expected.totalCost(),
                            actual.totalCost()));
                }
            }
            return new TwinComparison(statements.size(), same, parallel, largest, within, startMillis, differences);
        }
    }
}
