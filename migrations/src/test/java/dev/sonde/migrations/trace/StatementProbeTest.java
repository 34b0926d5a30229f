package dev.sonde.migrations.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server says to statements of a service that it does not execute. */
class StatementProbeTest {

    private static TestServer server;

    @BeforeAll
    static void aSchema() throws SQLException {
        server = TestServer.freshDatabase();
        server.execute("create table orders (id bigint primary key, code uuid, status text);"
                + " create view open_orders as select id from orders where status = 'open';"
                + " create table days (d date) partition by range (d);"
                + " create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');"
                + " create schema \"Odd $1\"; create table \"Odd $1\".\"t\"\"able\" (\"a;b\" int)");
    }

    @Test
    void tellsTheLocksOfViewsOfTheTablesBehindThemAndOfPartitions() throws SQLException {
        assertThat(locks("select id from open_orders where id = $1"))
                .isEqualTo("{public.open_orders=ACCESS_SHARE, public.orders=ACCESS_SHARE,"
                        + " public.orders_pkey=ACCESS_SHARE}");
        assertThat(locks("select id from orders where id = $1 for update"))
                .isEqualTo("{public.orders=ROW_SHARE, public.orders_pkey=ROW_SHARE}");
        assertThat(locks("insert into orders (id) values ($1)")).startsWith("{public.orders=ROW_EXCLUSIVE");
        assertThat(locks("select d from days")).isEqualTo("{public.days=ACCESS_SHARE, public.days_2026=ACCESS_SHARE}");
        assertThat(locks("update \"Odd $1\".\"t\"\"able\" set \"a;b\" = $1 -- end"))
                .isEqualTo("{Odd $1.t\"able=ROW_EXCLUSIVE}");
    }

    @Test
    void executesNothing() throws SQLException {
        locks("insert into orders (id) values (7)");
        Preparation two = ask(statement("select 1; insert into orders (id) values (8)", List.of()), "");

        assertThat(two).isEqualTo(new Preparation.Refused("more than one statement", 0));
        assertThat(server.query("select count(*) from orders")).isEqualTo("0");
    }

    @Test
    void tellsTheServersReasonAndThePlaceInTheStatement() throws SQLException {
        assertThat(ask(statement("select id, colour from orders", List.of()), ""))
                .isEqualTo(new Preparation.Refused("column \"colour\" does not exist", 12));
        assertThat(ask(statement("select 1 from nowhere where id = $1", List.of(Types.BIGINT)), ""))
                .isEqualTo(new Preparation.Refused("relation \"nowhere\" does not exist", 15));
    }

    @Test
    void declaresTheTypesThatTheServiceBinds() throws SQLException {
        String both = "select id from orders where code = $1 and id = $1";

        assertThat(ask(statement("select id from orders where id = $1", List.of(Types.VARCHAR)), ""))
                .as("taken without a type, as with stringtype=unspecified")
                .isInstanceOf(Preparation.Accepted.class);
        assertThat(ask(statement(both, List.of(Types.BIGINT)), ""))
                .isInstanceOfSatisfying(
                        Preparation.Refused.class,
                        refused -> assertThat(refused.reason()).contains("operator does not exist: uuid = bigint"));
        try (Connection connection = server.open()) {
            WorkloadStatement code = statement("select id from orders where code = $1", List.of(Types.BIGINT));
            assertThat(new StatementProbe(connection, "").ask(code, true)).isInstanceOf(Preparation.Refused.class);
            assertThat(new StatementProbe(connection, "").ask(code)).isInstanceOf(Preparation.Accepted.class);
        }
    }

    @Test
    void looksForNamesOnTheGivenPath() throws SQLException {
        WorkloadStatement statement = statement("select * from \"t\"\"able\"", List.of());

        assertThat(ask(statement, "")).isInstanceOf(Preparation.Refused.class);
        assertThat(ask(statement, "\"Odd $1\", public")).isInstanceOf(Preparation.Accepted.class);
    }

    private static String locks(String sql) throws SQLException {
        TreeMap<String, LockMode> modes = new TreeMap<>();
        if (ask(statement(sql, List.of()), "") instanceof Preparation.Accepted accepted) {
            accepted.locks().forEach(lock -> modes.put(lock.relation().name().toString(), lock.mode()));
        }
        return modes.toString();
    }

    private static Preparation ask(WorkloadStatement statement, String searchPath) throws SQLException {
        try (Connection connection = server.open()) {
            return new StatementProbe(connection, searchPath).ask(statement);
        }
    }

    private static WorkloadStatement statement(String sql, List<Integer> bindTypes) {
        return new WorkloadStatement(
                "0000000000000001", "0000000000000001", sql, Set.of(), bindTypes, 1, 1, 1, List.of(), List.of());
    }
}
