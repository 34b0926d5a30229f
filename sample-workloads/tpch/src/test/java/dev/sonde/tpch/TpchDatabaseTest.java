package dev.sonde.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TpchDatabaseTest {

    private static EmbeddedPostgres postgres;
    private static String url;

    @BeforeAll
    static void fill() throws Exception {
        postgres = EmbeddedPostgres.start();
        url = postgres.getJdbcUrl("postgres", "postgres");

        assertThat(TpchCommand.run("--url", url, "--scale", "0.01", "--foreign-keys"))
                .isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** The specification's cardinalities (clause 4.2.5), and lineitem's at this scale with the generator's seeds. */
    @ParameterizedTest
    @CsvSource({
        "region, 5",
        "nation, 25",
        "part, 2000",
        "supplier, 100",
        "partsupp, 8000",
        "customer, 1500",
        "orders, 15000",
        "lineitem, 60175"
    })
    void hasTheRowsOfTheSpecification(String table, long rows) throws SQLException {
        assertThat(numbers("select count(*) from " + table)).containsExactly(rows);
        assertThat(numbers("select reltuples::bigint from pg_class where oid = '" + table + "'::regclass"))
                .containsExactly(rows);
    }

    @Test
    void hasTheKeysOfTheSpecification() throws SQLException {
        assertThat(
                        numbers(
                                "select count(*) from pg_constraint where contype = 'p' and connamespace = 'public'::regnamespace"))
                .containsExactly(8L);
        assertThat(
                        numbers(
                                "select count(*) from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace"))
                .containsExactly(8L);
    }

    static List<TpchQuery> queries() {
        return TpchQuery.all();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void runsEachQuery(TpchQuery query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query.sql())) {
            assertThat(rows.getMetaData().getColumnCount()).isPositive();
        }
    }

    /** Query 6 can be worked out otherwise: in whole cents and hundredths, without the planner's help. */
    @Test
    void answersQuery6() throws SQLException {
        assertThat(numbers("select (10000 * (" + TpchQuery.of(6).sql() + "))::bigint"))
                .isEqualTo(numbers("select sum(round(l_extendedprice * 100) * round(l_discount * 100))::bigint "
                        + "from lineitem where l_shipdate::text like '1994-%' "
                        + "and l_discount in (0.05, 0.06, 0.07) and l_quantity in ("
                        + "select n from generate_series(1, 23) n)"));
    }

    @Test
    void writesTheQueriesAndOverwritesNone(@TempDir Path folder) throws IOException {
        assertThat(TpchCommand.run("--queries", folder.toString())).isZero();
        assertThat(Files.readString(folder.resolve("q06.sql"))).endsWith("and l_quantity < 24;\n");
        Files.writeString(folder.resolve("q01.sql"), "mine");

        assertThat(TpchCommand.run("--queries", folder.toString())).isEqualTo(2);
        assertThat(folder.resolve("q01.sql")).hasContent("mine");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> TpchDatabase.ofScale(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> TpchDatabase.ofScale(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TpchQuery.of(23));
        assertThat(TpchCommand.run()).isEqualTo(2);
        assertThat(TpchCommand.run("--url", "jdbc:postgresql://127.0.0.1:1/none"))
                .isEqualTo(3);
    }

    private static List<Long> numbers(String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
