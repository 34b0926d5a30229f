package dev.sonde.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlanCache.Bound;
import dev.sonde.engine.plan.ExplainJson;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What pgjdbc and a real server do, beside what is said of them. */
class PlanCacheTest {

    private static final String SCHEMA = """
            create table jobs (id int primary key, status text not null, priority int not null, body text not null);
            insert into jobs select i, case when i % 200 = 0 then 'queued' else 'done' end, i % 10, repeat('x', 200)
              from generate_series(1, 6000) i;
            create index jobs_status on jobs (status, priority);
            """;

    private static final PlanCache CACHE = PlanCache.of(Map.of());

    private static String database;

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Source.database(SCHEMA);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    @Test
    void aLookUpByKeyIsGenericFromTheTenthExecutionOn() throws SQLException {
        String sql = "select * from jobs where id = ?";
        int[] ids = new int[24];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }

        double real = genericExecutions(sql, ids) / 24.0;

        assertThat(real).isEqualTo(15 / 24.0);
        assertThat(CACHE.genericShare(List.of(new Bound(1, cost(sql, "17"))), cost(sql, "$1"), 1, 24))
                .isEqualTo(real);
    }

    @Test
    void fewExecutionsOnAConnectionAreAllCustom() throws SQLException {
        String sql = "select * from jobs where id = ?";

        assertThat(genericExecutions(sql, new int[9])).isZero();
        assertThat(CACHE.genericShare(List.of(new Bound(1, cost(sql, "17"))), cost(sql, "$1"), 1, 9))
                .isZero();
        assertThat(CACHE.genericShare(List.of(new Bound(1, cost(sql, "17"))), cost(sql, "$1"), 1, 3))
                .isZero();
    }

    @Test
    void aRareValueKeepsItsPlanIfItIsAllThatIsBound() throws SQLException {
        String sql = "select sum(length(body)) from jobs where status = ?";
        String[] rare = {"queued"};

        double real = genericExecutions(sql, 40, 1, rare, new double[] {1});
        double said = CACHE.genericShare(List.of(new Bound(1, cost(sql, "'queued'"))), cost(sql, "$1"), 1, Double.NaN);

        assertThat(said).isEqualTo(real);
    }

    @Test
    void mixedValuesSwitchAsOftenAsOnTheServer() throws SQLException {
        String sql = "select sum(length(body)) from jobs where status = ?";
        String[] values = {"done", "queued"};
        double generic = cost(sql, "$1");
        for (double rare : List.of(0.05, 0.3, 0.6)) {
            double[] shares = {1 - rare, rare};

            double real = genericExecutions(sql, 40, 30, values, shares) / 40;
            double said = CACHE.genericShare(
                    List.of(new Bound(1 - rare, cost(sql, "'done'")), new Bound(rare, cost(sql, "'queued'"))),
                    generic,
                    1,
                    40);

            assertThat(said).as("share of the rare value: " + rare).isEqualTo(real, within(0.15));
        }
    }

    @Test
    void settingsForceTheDecision() {
        List<Bound> dear = List.of(new Bound(1, 1_000));

        assertThat(PlanCache.of(Map.of("plan_cache_mode", "force_custom_plan")).genericShare(dear, 1, 1, Double.NaN))
                .isZero();
        assertThat(PlanCache.of(Map.of("plan_cache_mode", "force_generic_plan")).genericShare(dear, 1e9, 1, Double.NaN))
                .isEqualTo(1);
    }

    private static double genericExecutions(String sql, int[] values) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int value : values) {
                statement.setInt(1, value);
                statement.executeQuery().close();
            }
            return genericPlans(connection);
        }
    }

    /** Average over connections. */
    private static double genericExecutions(
            String sql, int executions, int connections, String[] values, double[] shares) throws SQLException {
        SplittableRandom random = new SplittableRandom(7);
        double sum = 0;
        for (int i = 0; i < connections; i++) {
            try (Connection connection = connect();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int execution = 0; execution < executions; execution++) {
                    statement.setString(1, values[shares.length > 1 && random.nextDouble() < shares[1] ? 1 : 0]);
                    statement.executeQuery().close();
                }
                sum += genericPlans(connection);
            }
        }
        return sum / connections;
    }

    /** With the driver's own settings, as a service has it. */
    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(Source.url(database));
    }

    private static long genericPlans(Connection connection) throws SQLException {
        List<Long> plans = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select generic_plans from pg_prepared_statements where statement like 'select%jobs%'")) {
            while (row.next()) {
                plans.add(row.getLong(1));
            }
        }
        return plans.stream().mapToLong(Long::longValue).sum();
    }

    private static double cost(String sql, String value) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "explain (generic_plan, verbose, format json) " + sql.replace("?", value))) {
            row.next();
            return ExplainJson.parse(row.getString(1)).totalCost();
        }
    }
}
