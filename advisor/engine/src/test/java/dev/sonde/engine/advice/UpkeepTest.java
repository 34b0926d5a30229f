package dev.sonde.engine.advice;

import static dev.sonde.engine.advice.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private static final QualifiedName JOBS = new QualifiedName("public", "jobs");
    private static final int ROWS = 20_000;

    private static String database;
    private static CatalogSnapshot snapshot;

    @BeforeAll
    static void makeJobs() throws Exception {
        database = Source.database("""
                create table jobs (id bigint primary key, state text not null, owner bigint not null, note text)
                  with (fillfactor = 50);
                insert into jobs select i, 'new', i * 7919 % 1000003, 'x' from generate_series(1, 20000) i;
                """);
        execute("vacuum analyze jobs");
        snapshot = Source.snapshot(database);
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Upkeep upkeep(IndexDefinition definition, String sql, long calls) throws SQLException {
        WhatIfIndex index = new WhatIfIndex("whatif", definition, new IndexSize(60, ROWS, 1));
        PlannedStatement planned = new PlannedStatement(query(sql, calls, Set.of()), sql, calls, Set.of());
        PartitionedTables tables = new PartitionedTables(snapshot);
        List<IndexSnapshot> others = tables.whole(JOBS).orElseThrow().indexes();
        return Upkeep.of(index, tables, others, List.of(planned), List.of(plan(sql)), 180000);
    }

    private static PlanNode plan(String sql) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (verbose, format json) " + sql)) {
            row.next();
            return ExplainJson.parse(row.getString(1));
        }
    }

    @Test
    void eachInsertedRowMakesAnEntry() throws Exception {
        Upkeep upkeep =
                upkeep(IndexDefinition.btree(JOBS, "owner"), "insert into jobs values (-1, 'new', 1, null)", 1_000);

        assertThat(upkeep.entries()).isCloseTo(1_000, within(1.0));
        assertThat(upkeep.hotLost()).isZero();
        assertThat(upkeep.cost()).isGreaterThan(100);
    }

    @Test
    void anUpdateOfAnIndexedColumnIsNoLongerHotAndBurdensTheOtherIndexes() throws Exception {
        String sql = "update jobs set state = 'done' where id = 17";

        Upkeep key = upkeep(IndexDefinition.btree(JOBS, "state"), sql, 500);
        Upkeep included = upkeep(
                new IndexDefinition(
                        JOBS, "btree", List.of(IndexDefinition.Key.column("owner")), List.of("state"), false, ""),
                sql,
                500);
        Upkeep predicate = upkeep(
                new IndexDefinition(
                        JOBS,
                        "btree",
                        List.of(IndexDefinition.Key.column("owner")),
                        List.of(),
                        false,
                        "(state = 'new'::text)"),
                sql,
                500);

        for (Upkeep upkeep : List.of(key, included, predicate)) {
            assertThat(upkeep.hotLost()).isEqualTo(500);
            // One in the new index, one in that of the primary key.
            assertThat(upkeep.entries()).isEqualTo(1_000);
        }
    }

    @Test
    void anUpdateOfOtherColumnsStaysHotAndCostsNothing() throws Exception {
        Upkeep upkeep = upkeep(IndexDefinition.btree(JOBS, "owner"), "update jobs set note = 'y' where id = 17", 500);

        assertThat(upkeep.cost()).isZero();
    }

    @Test
    void brinDoesNotKeepAnUpdateFromBeingHot() throws Exception {
        IndexDefinition brin =
                new IndexDefinition(JOBS, "brin", List.of(IndexDefinition.Key.column("state")), List.of(), false, "");

        assertThat(upkeep(brin, "update jobs set state = 'done' where id = 17", 500)
                        .hotLost())
                .isZero();
    }

    /** The server's own counters: HOT updates without and with the index, WAL of inserts without and with it. */
    @Test
    void theServerBehavesLikeTheModel() throws Exception {
        double withoutIndex = walOfInserts(1_000_000);
        long hot = hotUpdates("note");
        execute("create index jobs_owner on jobs (owner)", "create index jobs_state on jobs (state)");
        double withIndexes = walOfInserts(2_000_000);
        long hotBeside = hotUpdates("note");
        long hotNoMore = hotUpdates("state");

        Upkeep model =
                upkeep(IndexDefinition.btree(JOBS, "owner"), "insert into jobs values (-1, 'new', 1, null)", 2L * ROWS);
        assertThat(withIndexes - withoutIndex)
                .as("WAL of %s entries in two indexes", 2 * ROWS)
                .isBetween(model.walBytes() * 0.5, model.walBytes() * 2);
        assertThat(hot).isGreaterThan(900);
        assertThat(hotBeside).isGreaterThan(900);
        assertThat(hotNoMore).isZero();
    }

    /** Of the statement alone: other sessions write WAL as well. */
    private static double walOfInserts(long firstId) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (analyze, wal, format json) insert into jobs select "
                        + firstId + " + i, 'new', i::bigint * 7919 % 1000003, null from generate_series(1, " + ROWS
                        + ") i")) {
            row.next();
            Matcher bytes = Pattern.compile("\"WAL Bytes\": (\\d+)").matcher(row.getString(1));
            assertThat(bytes.find()).isTrue();
            return Double.parseDouble(bytes.group(1));
        }
    }

    private static long hotUpdates(String column) throws SQLException {
        execute("vacuum jobs");
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            long before = counted(statement);
            statement.execute("update jobs set " + column + " = 'z' || " + column + " where id between 1 and 1000");
            return counted(statement) - before;
        }
    }

    /** As the session itself has counted: other sessions' counters arrive late. */
    private static long counted(Statement statement) throws SQLException {
        statement.execute("select pg_stat_force_next_flush()");
        try (ResultSet row =
                statement.executeQuery("select n_tup_hot_upd from pg_stat_user_tables where relname = 'jobs'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
