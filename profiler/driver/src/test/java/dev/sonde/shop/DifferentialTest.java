package dev.sonde.shop;

import static dev.sonde.shop.Transcript.assertSameRawAndWrapped;
import static org.assertj.core.api.Assertions.assertThat;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.P6SpyDriver;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What services do with statements, run with pgjdbc alone and through the wrapper: the same is seen. */
class DifferentialTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @AfterEach
    void endCapture() {
        P6SpyDriver.setJdbcEventListenerFactory(null);
    }

    /** An empty table for the rest of the script. */
    static void freshTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists same");
            statement.execute("create table same (id serial primary key, name text unique, n int default 7)");
        }
    }

    private static final Transcript.Script LARGE_COUNTS = (connection, transcript) -> {
        freshTable(connection);
        PreparedStatement insert = connection.prepareStatement("insert into same (name) values (?)");
        insert.setString(1, "a");
        transcript.note("large update", insert::executeLargeUpdate);
        insert.setString(1, "b");
        insert.addBatch();
        transcript.note("large batch", insert::executeLargeBatch);
        Statement statement = connection.createStatement();
        transcript.note("large update", () -> statement.executeLargeUpdate("update same set n = 8"));
        transcript.note("large count", statement::getLargeUpdateCount);
        transcript.act("large rows", () -> statement.setLargeMaxRows(1));
        transcript.note("large rows", statement::getLargeMaxRows);
        transcript.note("limited", () -> statement.executeQuery("select name from same order by name"));
    };

    @Test
    void largeCounts() throws Exception {
        assertSameRawAndWrapped(database, "", LARGE_COUNTS);
    }

    @Test
    void theComparisonSeesWhatPlainP6spyDoesDifferently() throws Exception {
        P6SpyDriver.setJdbcEventListenerFactory(() -> new JdbcEventListener() {});
        List<String> raw = Transcript.of(CapturedDatabase.raw(), LARGE_COUNTS);

        List<String> p6spy = Transcript.of(
                DriverManager.getConnection(CapturedDatabase.rawUrl().replace("jdbc:", "jdbc:p6spy:")), LARGE_COUNTS);

        assertThat(Transcript.differences(raw, p6spy)).hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&reWriteBatchedInserts=true", "&preferQueryMode=simple"})
    void batches(String parameters) throws Exception {
        assertSameRawAndWrapped(database, parameters, (connection, transcript) -> {
            freshTable(connection);
            for (List<String> names : List.of(List.of("a", "b", "c"), List.of("d", "a", "e"), List.<String>of())) {
                try (PreparedStatement insert =
                        connection.prepareStatement("insert into same (name) values (?)", new String[] {"id"})) {
                    for (String name : names) {
                        insert.setString(1, name);
                        insert.addBatch();
                    }
                    transcript.note("prepared", insert::executeBatch);
                    transcript.note("keys", insert::getGeneratedKeys);
                }
                try (Statement plain = connection.createStatement()) {
                    for (String name : names) {
                        plain.addBatch("insert into same (name) values ('p" + name + "')");
                    }
                    plain.addBatch("update same set n = n + 1");
                    transcript.note("plain", plain::executeBatch);
                    transcript.note("large count", plain::getUpdateCount);
                    plain.addBatch("delete from same where n = 0");
                    plain.clearBatch();
                    transcript.note("cleared", plain::executeBatch);
                    plain.addBatch("select 1");
                    transcript.note("select in a batch", plain::executeBatch);
                }
            }
            transcript.note(
                    "table", () -> connection.createStatement().executeQuery("select name, n from same order by id"));
        });
    }

    @Test
    void generatedKeys() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            String sql = "insert into same (name) values ('%s'), ('%s2')";
            Statement plain = connection.createStatement();
            transcript.note("without", () -> plain.executeUpdate(sql.formatted("a", "a")));
            transcript.note("keys", plain::getGeneratedKeys);
            transcript.note("flag", () -> plain.executeUpdate(sql.formatted("b", "b"), 1));
            transcript.note("keys", plain::getGeneratedKeys);
            transcript.note("names", () -> plain.execute(sql.formatted("c", "c"), new String[] {"n", "id"}));
            transcript.note("keys", plain::getGeneratedKeys);
            transcript.note("unknown name", () -> plain.executeUpdate(sql.formatted("d", "d"), new String[] {"no"}));
            transcript.note("indexes", () -> plain.executeUpdate(sql.formatted("e", "e"), new int[] {1}));
            transcript.note("no index", () -> plain.executeUpdate(sql.formatted("f", "f"), new int[0]));
            transcript.note("keys", plain::getGeneratedKeys);
            transcript.note("wrong flag", () -> plain.executeUpdate(sql.formatted("g", "g"), 99));
            for (PreparedStatement prepared : List.of(
                    connection.prepareStatement(sql.formatted("h", "h"), Statement.RETURN_GENERATED_KEYS),
                    connection.prepareStatement(sql.formatted("i", "i"), new String[] {"id"}),
                    connection.prepareStatement(sql.formatted("j", "j"), Statement.NO_GENERATED_KEYS))) {
                transcript.note("prepared", prepared::executeUpdate);
                transcript.note("keys", prepared::getGeneratedKeys);
                transcript.note("again", prepared::executeUpdate);
            }
            PreparedStatement returning =
                    connection.prepareStatement("insert into same (name) values ('r') returning id, name");
            transcript.note("returning", returning::executeQuery);
            transcript.note(
                    "returning as update",
                    () -> connection
                            .createStatement()
                            .executeUpdate("insert into same (name) values ('s') returning id"));
        });
    }

    // functions are called by select and procedures by call in one of these modes each
    @ParameterizedTest
    @ValueSource(strings = {"", "&escapeSyntaxCallMode=callIfNoReturn", "&escapeSyntaxCallMode=call"})
    void calls(String mode) throws Exception {
        assertSameRawAndWrapped(database, mode, (connection, transcript) -> {
            createRoutines(connection);
            connection.setAutoCommit(false);
            CallableStatement sum = connection.prepareCall("{? = call same_sum(?, ?)}");
            sum.registerOutParameter(1, Types.INTEGER);
            sum.setInt(2, 40);
            sum.setObject(3, 2);
            transcript.note("execute", sum::execute);
            transcript.note("count", sum::getUpdateCount);
            transcript.noteAll("sum", sum, CallableStatement.class, "get", 1);
            transcript.noteAll("sum", sum, CallableStatement.class, "get", 2);
            transcript.noteAll("sum", sum, CallableStatement.class, "get", "name");
            transcript.note("as long", () -> sum.getObject(1, Long.class));
            transcript.note("was null", sum::wasNull);
            transcript.act("by name", () -> sum.setInt("a", 1));
            transcript.act("by name", () -> sum.registerOutParameter("a", Types.INTEGER));
            connection.rollback();
            CallableStatement out = connection.prepareCall("{call same_out(?, ?, ?)}");
            out.setInt(1, 4);
            out.registerOutParameter(2, Types.INTEGER);
            out.registerOutParameter(3, Types.VARCHAR);
            transcript.note("out", out::executeUpdate);
            transcript.note("out 2", () -> out.getObject(2));
            transcript.note("out 3", () -> out.getString(3));
            connection.rollback();
            CallableStatement cursors = connection.prepareCall("{call same_cursors(?, ?)}");
            cursors.registerOutParameter(1, Types.REF_CURSOR);
            cursors.registerOutParameter(2, Types.OTHER);
            transcript.note("cursors", cursors::execute);
            transcript.note("cursor 1", () -> cursors.getObject(1));
            transcript.note("cursor 2", () -> cursors.getObject(2, ResultSet.class));
            transcript.note(
                    "rows", () -> connection.prepareCall("{call same_rows()}").executeQuery());
            connection.rollback();
            CallableStatement procedure = connection.prepareCall("{call same_proc(?)}");
            procedure.setInt(1, 5);
            procedure.registerOutParameter(1, Types.INTEGER);
            transcript.note("procedure", procedure::execute);
            transcript.note("inout", () -> procedure.getInt(1));
            transcript.note("notice", procedure::getWarnings);
            transcript.note(
                    "no result",
                    () -> connection.prepareCall("{? = call same_sum(1)}").execute());
            connection.rollback();
        });
    }

    private static void createRoutines(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create or replace function same_sum(a int, b int) returns int"
                    + " language sql as 'select a + b'");
            statement.execute("create or replace function same_out(a int, out twice int, out words text)"
                    + " language sql as $$ select a * 2, 'words ' || a $$");
            statement.execute("create or replace function same_cursors(out one refcursor, out two refcursor)"
                    + " language plpgsql as $$ begin open one for select generate_series(1, 3);"
                    + " open two for select 'second' as t; end $$");
            statement.execute("create or replace function same_rows() returns setof int"
                    + " language sql as 'select generate_series(1, 4)'");
            statement.execute("create or replace procedure same_proc(inout n int) language plpgsql"
                    + " as $$ begin n := n * 3; raise notice 'tripled'; end $$");
        }
    }

    @Test
    void cursorsAndResults() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            connection
                    .createStatement()
                    .execute("insert into same (name) select 'n' || i from generate_series(1, 9) i");
            connection.setAutoCommit(false);
            PreparedStatement select = connection.prepareStatement("select id, name, n from same order by id");
            select.setFetchSize(2);
            select.setMaxRows(5);
            transcript.note("by twos", select::executeQuery);
            transcript.note("fetch size", select::getFetchSize);
            ResultSet open = select.executeQuery();
            open.next();
            ResultSet again = select.executeQuery();
            transcript.note("old result", open::next);
            transcript.note("old closed", open::isClosed);
            transcript.note("new", () -> again);
            connection.commit();
            transcript.note("after commit", again::next);
            ResultSet cursor = select.executeQuery();
            cursor.next();
            connection.commit();
            transcript.note("second of two fetched", cursor::next);
            transcript.note("beyond those fetched", cursor::next);
            connection.rollback();
            Statement updatable = connection.createStatement(
                    ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE, ResultSet.CLOSE_CURSORS_AT_COMMIT);
            ResultSet rows = updatable.executeQuery("select id, name, n from same order by id");
            transcript.note("last", rows::last);
            transcript.note("row", rows::getRow);
            transcript.note("absolute", () -> rows.absolute(-2));
            transcript.note("relative", () -> rows.relative(-3));
            transcript.note("previous", rows::previous);
            transcript.note("is first", rows::isFirst);
            transcript.act("update", () -> rows.updateString("name", "updated"));
            transcript.act("update", () -> rows.updateObject("n", 99));
            transcript.act("update row", rows::updateRow);
            transcript.note("value", () -> rows.getString(2));
            transcript.act("to insert", rows::moveToInsertRow);
            transcript.act("name", () -> rows.updateString(2, "inserted"));
            transcript.act("insert", rows::insertRow);
            transcript.act("back", rows::moveToCurrentRow);
            transcript.act("delete", rows::deleteRow);
            transcript.note("deleted", rows::rowDeleted);
            transcript.act("before first", rows::beforeFirst);
            transcript.note("all", () -> rows);
            transcript.note("no row", () -> rows.getString(1));
            transcript.note("no column", () -> rows.findColumn("no_such"));
            transcript.noteAll("result", rows, ResultSet.class, "is");
            transcript.noteAll("statement", updatable, Statement.class, "get");
            updatable.close();
            transcript.note("closed", rows::next);
            Statement several = connection.createStatement();
            transcript.note(
                    "several",
                    () -> several.execute(
                            "select 1; update same set n = 1 where name = 'n3'; select 2 as two; select 3"));
            transcript.note("first", several::getResultSet);
            transcript.note("more", several::getMoreResults);
            transcript.note("count", several::getUpdateCount);
            transcript.note("more", () -> several.getMoreResults(Statement.KEEP_CURRENT_RESULT));
            transcript.note("second", several::getResultSet);
            transcript.note("more", () -> several.getMoreResults(Statement.CLOSE_ALL_RESULTS));
            transcript.note("third", several::getResultSet);
            transcript.note("more", several::getMoreResults);
            transcript.note("count", several::getUpdateCount);
            transcript.note("several as query", () -> several.executeQuery("select 1; select 2"));
            Statement completing = connection.createStatement();
            completing.closeOnCompletion();
            transcript.note("completing", completing::isCloseOnCompletion);
            completing.executeQuery("select 1").close();
            transcript.note("completed", completing::isClosed);
            connection.rollback();
        });
    }
}
