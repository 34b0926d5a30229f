package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions that do not simply open a result, read it and close it, as the capture files have them. */
class OddExecutionsTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @BeforeAll
    static void createTables() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists odd");
            statement.execute("create table odd (id serial primary key, name text unique)");
            statement.execute("""
                    create or replace function odd_cursor(n int) returns refcursor language plpgsql as $$
                    declare c refcursor; begin open c for select generate_series(1, n); return c; end $$""");
            statement.execute("""
                    create or replace procedure odd_double(inout n int) language plpgsql as $$
                    begin n := n * 2; end $$""");
        }
    }

    @AfterEach
    void endCapture() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate odd restart identity");
        }
    }

    private static void readAll(ResultSet rows) throws SQLException {
        while (rows.next()) {
            rows.getString(1);
        }
    }

    private static void read(ResultSet rows, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            assertThat(rows.next()).isTrue();
        }
    }

    private Execution only(String words) throws Exception {
        List<Execution> executions = executionsOf(database.records(), words);
        assertThat(executions).hasSize(1);
        return executions.get(0);
    }

    @Test
    void aTextOfSeveralStatementsIsOneExecutionWithTheRowsAndCountsOfAll() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute("insert into odd (name) values ('m1'), ('m2');"
                    + " select generate_series(1, 3); select generate_series(1, 4);"
                    + " update odd set name = name where name = 'm1'");
            assertThat(hasRows).isFalse();
            assertThat(statement.getMoreResults()).isTrue();
            readAll(statement.getResultSet());
            assertThat(statement.getMoreResults()).isTrue();
            readAll(statement.getResultSet());
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }

        Execution execution = only("generate_series");

        assertThat(execution.rows()).isEqualTo(7);
        assertThat(execution.updateCount()).isEqualTo(3);
    }

    @Test
    void resultsKeptOpenWhileMovingOnCountTogether() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select generate_series(1, 5); select generate_series(1, 2)"))
                    .isTrue();
            ResultSet first = statement.getResultSet();
            assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
            ResultSet second = statement.getResultSet();
            readAll(second);
            second.close();
            readAll(first);
        }

        assertThat(only("generate_series").rows()).isEqualTo(7);
    }

    @Test
    void movingOnFromTheOnlyResultCompletesTheExecution() throws Exception {
        try (Connection connection = database.connect()) {
            Statement statement = connection.createStatement();
            statement.execute("select generate_series(1, 5)");
            read(statement.getResultSet(), 2);
            assertThat(statement.getMoreResults()).isFalse();

            assertThat(only("generate_series").rows()).isEqualTo(2);
        }
    }

    @Test
    void aStatementExecutedAgainWithItsResultOpenIsRecordedTwice() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement("select generate_series(1, ?)")) {
            select.setInt(1, 5);
            ResultSet first = select.executeQuery();
            read(first, 2);
            ResultSet second = select.executeQuery();
            read(second, 1);
            first.close();
            read(second, 3);
        }

        assertThat(executionsOf(database.records(), "generate_series"))
                .extracting(Execution::rows)
                .containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resultsThatAreNeverClosedAreCountedWhenTheConnectionEnds(boolean abort) throws Exception {
        Connection connection = database.connect();
        read(connection.createStatement().executeQuery("select generate_series(1, 7)"), 3);
        read(connection.prepareStatement("select generate_series(8, 9)").executeQuery(), 1);

        if (abort) {
            connection.abort(Runnable::run);
        } else {
            connection.close();
        }
        connection.close();

        assertThat(executionsOf(database.records(), "generate_series"))
                .extracting(Execution::rows)
                .containsExactly(3L, 1L);
    }

    @Test
    void ofManyResultsThatAreNeverClosedTheOldestAreCountedMeanwhile() throws Exception {
        List<Statement> leaked = new ArrayList<>();
        try (Connection connection = database.connect()) {
            for (int i = 0; i < 40; i++) {
                Statement statement = connection.createStatement();
                leaked.add(statement);
                read(statement.executeQuery("select generate_series(1, 7)"), 1);
            }

            List<Execution> meanwhile = executionsOf(database.records(), "generate_series");

            assertThat(leaked).hasSize(40);
            assertThat(meanwhile).hasSize(24);
        }
    }

    @Test
    void aStatementThatClosesOnCompletionIsRecordedOnceItsResultIsClosed() throws Exception {
        try (Connection connection = database.connect()) {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            ResultSet rows = statement.executeQuery("select generate_series(1, 6)");
            read(rows, 2);
            rows.close();
            assertThat(statement.isClosed()).isTrue();

            assertThat(only("generate_series").rows()).isEqualTo(2);
        }
    }

    @Test
    void generatedKeysBelongToTheInsertAndAreNoExecution() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into odd (name) values ('k1'), ('k2')", Statement.RETURN_GENERATED_KEYS)) {
            insert.executeUpdate();
            ResultSet keys = insert.getGeneratedKeys();
            readAll(keys);
            assertThat(keys.getStatement()).isSameAs(insert);
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Execution.class)).singleElement().satisfies(execution -> {
            assertThat(execution.updateCount()).isEqualTo(2);
            assertThat(execution.rows()).isZero();
        });
    }

    @Test
    void returningCountsAsRows() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert =
                        connection.prepareStatement("insert into odd (name) values ('r1'), ('r2') returning id")) {
            readAll(insert.executeQuery());
        }

        assertThat(only("returning").rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailedBatchHasItsStateAndSize(boolean prepared) throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("insert into odd (name) values (?)");
                Statement plain = connection.createStatement()) {
            Statement batch = prepared ? insert : plain;
            for (String name : List.of("b1", "b2", "b1")) {
                if (prepared) {
                    insert.setString(1, name);
                    insert.addBatch();
                } else {
                    plain.addBatch("insert into odd (name) values ('" + name + "')");
                }
            }
            assertThatThrownBy(batch::executeBatch).isInstanceOf(BatchUpdateException.class);
        }

        Execution execution = only("insert into odd");

        assertThat(execution.sqlState()).isEqualTo("23505");
        assertThat(execution.batchSize()).isEqualTo(3);
    }

    @Test
    void aRewrittenBatchDoesNotClaimThatNothingWasChanged() throws Exception {
        try (Connection connection = database.connect("&reWriteBatchedInserts=true");
                PreparedStatement insert = connection.prepareStatement("insert into odd (name) values (?)")) {
            for (int i = 0; i < 8; i++) {
                insert.setString(1, "w" + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsOnly(Statement.SUCCESS_NO_INFO);
        }

        Execution execution = only("insert into odd");

        assertThat(execution.batchSize()).isEqualTo(8);
        assertThat(execution.updateCount()).isEqualTo(-1);
    }

    @Test
    void anEmptyBatchIsNoExecution() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("insert into odd (name) values (?)")) {
            insert.setString(1, "cleared");
            insert.addBatch();
            insert.clearBatch();
            assertThat(insert.executeBatch()).isEmpty();
        }

        assertThat(all(database.records(), Execution.class)).isEmpty();
    }

    @Test
    void aPreparedStatementKeepsItsTextAfterAnotherWasRefused() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement("select 'prepared' as kept")) {
            assertThatThrownBy(() -> select.executeQuery("select 'other'")).isInstanceOf(SQLException.class);
            readAll(select.executeQuery());
        }

        assertThat(executionsOf(database.records(), "as kept"))
                .singleElement()
                .satisfies(execution -> assertThat(execution.failed()).isFalse());
    }

    @Test
    void theRowsOfACallsCursorCountForTheCall() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (CallableStatement call = connection.prepareCall("{? = call odd_cursor(?)}")) {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.setInt(2, 6);
                call.execute();
                ResultSet rows = (ResultSet) call.getObject(1);
                readAll(rows);
                assertThat(rows.getStatement().getConnection()).isSameAs(connection);
            }
            connection.commit();
        }

        Execution execution = only("odd_cursor");

        assertThat(execution.rows()).isGreaterThanOrEqualTo(6);
        assertThat(execution.failed()).isFalse();
    }

    @Test
    void theRowsOfASelectedCursorCountForTheSelect() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet outer = statement.executeQuery("select odd_cursor(4)")) {
                read(outer, 1);
                readAll((ResultSet) outer.getObject(1));
                assertThat(outer.next()).isFalse();
            }
            connection.commit();
        }

        assertThat(only("odd_cursor").rows()).isEqualTo(5);
    }

    @Test
    void aCallWithoutAResultIsRecordedOnce() throws Exception {
        try (Connection connection = database.connect("&escapeSyntaxCallMode=callIfNoReturn");
                CallableStatement call = connection.prepareCall("{call odd_double(?)}")) {
            call.setInt(1, 21);
            call.registerOutParameter(1, Types.INTEGER);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(42);
            call.setInt(1, 4);
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(8);
        }

        assertThat(executionsOf(database.records(), "odd_double")).hasSize(2);
    }

    @Test
    void jumpsInAScrollableResultCountTheRowsUpToTheFurthest() throws Exception {
        try (Connection connection = database.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet rows = statement.executeQuery("select generate_series(1, 50)")) {
            assertThat(rows.last()).isTrue();
            assertThat(rows.getRow()).isEqualTo(50);
            rows.first();
        }

        assertThat(only("generate_series").rows()).isEqualTo(50);
    }

    @Test
    void aRefusedCommitEndsTheTransaction() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table refused (id int unique deferrable initially deferred)");
            connection.setAutoCommit(false);
            statement.execute("insert into refused values (1), (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            statement.execute("select 'after' as after");
        }

        List<CaptureRecord> records = database.records();

        assertThat(executionsOf(records, "as after").get(0).transaction())
                .isNotEqualTo(
                        executionsOf(records, "insert into refused").get(0).transaction());
    }

    @Test
    void equalListsBoundAsArraysHaveEqualHashes() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement("select 1 from odd where id = any(?)")) {
            for (int last : new int[] {3, 3, 4}) {
                select.setArray(1, connection.createArrayOf("int4", new Integer[] {1, 2, last}));
                readAll(select.executeQuery());
            }
        }

        List<Execution> executions = executionsOf(database.records(), "any(");

        assertThat(executions.get(0).binds()).isEqualTo(executions.get(1).binds());
        assertThat(executions.get(0).binds()).isNotEqualTo(executions.get(2).binds());
    }

    @Test
    void whatRunsThroughTheDriversOwnConnectionIsNotSeen() throws Exception {
        try (Connection connection = database.connect()) {
            Connection seen = connection.unwrap(Connection.class);
            Connection unseen = (Connection) connection.unwrap(org.postgresql.PGConnection.class);
            try (Statement statement = seen.createStatement();
                    Statement unseenStatement = unseen.createStatement()) {
                statement.execute("select 'seen' as seen");
                unseenStatement.execute("select 'unseen' as unseen");
            }
            assertThat(seen).isSameAs(connection);
        }

        assertThat(all(database.records(), Execution.class)).hasSize(1);
    }
}
