package dev.sonde.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows as a real server returns them against what it expected; what is advised is done, and mends the estimate. */
class StatisticsAdvisorTest {

    private static final String SCHEMA = """
            create table "People" (id int primary key, city text not null, zip text not null, "Odd name" int not null,
              email text not null, state text not null);
            insert into "People" select i, 'city ' || i % 100, 'zip ' || i % 100, i % 7, 'A' || i % 20 || '@Example.org',
              case when i > 19000 then 'later' else 'now' end
              from generate_series(1, 20000) i;
            create table visits (person int not null, page int not null);
            insert into visits select case when i <= 30000 then 1000000 + i % 1000 else i end, i % 5
              from generate_series(1, 200000) i;
            create table known (city text not null, zip text not null, country text not null, language text not null);
            insert into known select 'city ' || i % 100, 'zip ' || i % 100, 'c' || i % 100, 'l' || i % 100
              from generate_series(1, 20000) i;
            create statistics known_city on city, zip from known;
            create table fresh (id int, kind int);
            """;

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Source.database(SCHEMA);
        execute("analyze");
        execute("insert into fresh select i, 1 from generate_series(1, 50000) i");
        execute("checkpoint");
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    @Test
    void correlatedColumnsWantAStatisticsObjectThatMendsTheEstimate() throws SQLException {
        String sql = "select * from \"People\" where city = $1 and zip = $2";
        List<StatisticsAdvice> advice = advise(captured(sql, "city 7", "zip 7"));

        assertThat(advice).hasSize(1);
        assertThat(advice.get(0).kind()).isEqualTo("extended");
        assertThat(advice.get(0).statements())
                .containsExactly(
                        "create statistics public.\"stat_People_city_zip\" (dependencies, ndistinct, mcv) on city, zip"
                                + " from public.\"People\"",
                        "analyze public.\"People\"");
        assertThat(advice.get(0).queries().get(0).capturedRows()).isEqualTo(200);
        assertThat(advice.get(0).queries().get(0).estimatedRows()).isLessThan(20);
        assertThat(estimateAfter(advice.get(0), sql, "city 7", "zip 7")).isBetween(150.0, 250.0);
    }

    @Test
    void aStatisticsObjectThatIsThereIsNotAskedForAgain() throws SQLException {
        assertThat(advise(captured("select * from known where city = $1 and zip = $2", "city 7", "zip 7")))
                .isEmpty();
        assertThat(advise(captured("select * from known where country = $1 and language = $2", "c7", "l7")))
                .extracting(StatisticsAdvice::columns)
                .containsExactly(List.of("country", "language"));
    }

    @Test
    void aCombinationThatNeverOccursIsMisjudgedTheOtherWay() throws SQLException {
        String sql = "select * from \"People\" where state = $1 and \"Odd name\" = $2 and id > $3";

        assertThat(advise(captured(sql, "now", "3", "0"))).isEmpty();
    }

    @Test
    void groupsOfCorrelatedColumnsWantOneToo() throws SQLException {
        String sql = "select city, zip, count(*) from \"People\" group by city, zip";
        List<StatisticsAdvice> advice = advise(captured(sql));

        assertThat(advice).extracting(StatisticsAdvice::columns).containsExactly(List.of("city", "zip"));
        assertThat(estimateAfter(advice.get(0), sql)).isEqualTo(100);
    }

    @Test
    void anExpressionWantsStatisticsOfItsOwn() throws SQLException {
        String sql = "select * from \"People\" where lower(email) = $1";
        List<StatisticsAdvice> advice = advise(captured(sql, "a3@example.org"));

        assertThat(advice).extracting(StatisticsAdvice::kind).containsExactly("expression");
        assertThat(advice.get(0).columns()).containsExactly("lower(email)");
        assertThat(estimateAfter(advice.get(0), sql, "a3@example.org")).isBetween(900.0, 1_100.0);
    }

    @Test
    void valuesThatAreNotAmongTheCommonOnesWantALongerList() throws SQLException {
        String sql = "select * from visits where person = $1";
        List<String> common = snapshot.table(new QualifiedName("public", "visits"))
                .orElseThrow()
                .statisticsOf("person")
                .orElseThrow()
                .commonValueList();
        String rarer = "";
        for (int person = 1_000_000; rarer.isEmpty() || common.contains(rarer); person++) {
            rarer = Integer.toString(person);
        }

        List<StatisticsAdvice> advice = advise(captured(sql, rarer));

        assertThat(advice).extracting(StatisticsAdvice::kind).containsExactly("column-target");
        assertThat(advice.get(0).statements().get(0))
                .isEqualTo("alter table public.visits alter column person set statistics 1000");
        assertThat(estimateAfter(advice.get(0), sql, rarer)).isBetween(25.0, 35.0);
    }

    @Test
    void aTableThatWasFilledAfterItsAnalyzeWantsAnother() throws SQLException {
        String sql = "select * from fresh where kind = $1";
        List<StatisticsAdvice> advice = advise(captured(sql, "1"));

        assertThat(advice).extracting(StatisticsAdvice::kind).containsExactly("analyze");
        assertThat(estimateAfter(advice.get(0), sql, "1")).isBetween(49_000.0, 51_000.0);
    }

    @Test
    void rightEstimatesWantNothing() throws SQLException {
        assertThat(advise(
                        captured("select * from \"People\" where id = $1", "17"),
                        captured("select * from \"People\" where city = $1", "city 7"),
                        captured("select * from \"People\" where city = $1 and \"Odd name\" = $2", "city 7", "3"),
                        captured("select state, count(*) from \"People\" group by state"),
                        captured("select * from visits where person = $1", "150000")))
                .isEmpty();
    }

    @Test
    void rowsThatWereNotReadSayNothing() throws SQLException {
        String sql = "select * from \"People\" where city = $1";

        assertThat(advise(
                        captured("select * from \"People\" where city = $1 limit 3", "city 7"),
                        statement(sql, 1, "city 7"),
                        statement(sql, Double.NaN, "city 7")))
                .isEmpty();
    }

    @Test
    void valuesThatAreNotKnownSayNothing() {
        assertThat(advise(statement("select * from \"People\" where state = $1", 19_000)
                        .with(List.of(), Double.NaN)))
                .isEmpty();
    }

    private static List<StatisticsAdvice> advise(WorkloadStatement... statements) {
        return StatisticsAdvisor.of(
                snapshot,
                PlannedWorkload.of(
                        twin, snapshot, (hash, value, type) -> false, new Workload(List.of(statements), "")));
    }

    /** The statement with the rows that the real server returns. */
    private static WorkloadStatement captured(String sql, String... values) throws SQLException {
        long rows = 0;
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(bound(sql, values))) {
            while (result.next()) {
                rows++;
            }
        }
        return statement(sql, rows, values);
    }

    private static WorkloadStatement statement(String sql, double rows, String... values) {
        Map<Integer, String> bound = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            bound.put(i + 1, values[i]);
        }
        return new WorkloadStatement(
                        "%016x".formatted(sql.hashCode()),
                        "%016x".formatted(sql.hashCode()),
                        sql,
                        Set.of(),
                        List.of(),
                        100,
                        rows,
                        1,
                        List.of(),
                        List.of())
                .with(List.of(Sample.of(bound)), 3);
    }

    private static String bound(String sql, String... values) {
        String text = sql;
        for (int i = 0; i < values.length; i++) {
            text = text.replace("$" + (i + 1), "'" + values[i] + "'");
        }
        return text;
    }

    /** Does what is advised and asks the server again; undone afterwards. */
    private static double estimateAfter(StatisticsAdvice advice, String sql, String... values) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            List<String> done = new ArrayList<>(advice.statements());
            for (String one : done) {
                statement.execute(one);
            }
            double rows;
            try (ResultSet row = statement.executeQuery("explain (verbose, format json) " + bound(sql, values))) {
                row.next();
                rows = ExplainJson.parse(row.getString(1)).rows();
            }
            statement.execute("rollback");
            return rows;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
