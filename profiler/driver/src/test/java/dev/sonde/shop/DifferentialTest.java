package dev.sonde.shop;

import static dev.sonde.shop.Transcript.assertSameRawAndWrapped;
import static org.assertj.core.api.Assertions.assertThat;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.P6SpyDriver;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** What services do with JDBC, run with pgjdbc alone and through the wrapper: the same is seen. */
class DifferentialTest {

    @TempDir
    Path folder;

    private CapturedDatabase database = new CapturedDatabase(Path.of("."));

    @BeforeEach
    void useFolder() {
        database = new CapturedDatabase(folder);
    }

    @AfterEach
    void endCapture() {
        P6SpyDriver.setJdbcEventListenerFactory(null);
        CaptureSessions.closeAll();
    }

    /** An empty table for the rest of the script. */
    private static void freshTable(Connection connection) throws SQLException {
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

    @Test
    void transactionsAndSettings() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            statement.execute("insert into same (name) values ('kept')");
            Savepoint savepoint = connection.setSavepoint("here");
            transcript.note("name", savepoint::getSavepointName);
            transcript.note("id", savepoint::getSavepointId);
            transcript.note("fails", () -> statement.executeUpdate("insert into same (name) values ('kept')"));
            transcript.note("aborted", () -> statement.executeQuery("select 1"));
            transcript.act("rollback to", () -> connection.rollback(savepoint));
            transcript.act("release", () -> connection.releaseSavepoint(savepoint));
            transcript.act("released", () -> connection.rollback(savepoint));
            connection.rollback();
            for (int level : new int[] {1, 2, 4, 8, 99}) {
                transcript.act("isolation", () -> connection.setTransactionIsolation(level));
                transcript.note("isolation", connection::getTransactionIsolation);
            }
            transcript.act("read only", () -> connection.setReadOnly(true));
            transcript.note("refused", () -> statement.executeUpdate("delete from same"));
            connection.rollback();
            connection.setReadOnly(false);
            transcript.act("autocommit", () -> connection.setAutoCommit(true));
            transcript.act("commit", connection::commit);
            transcript.act("schema", () -> connection.setSchema("pg_catalog"));
            transcript.note("schema", connection::getSchema);
            transcript.act("catalog", () -> connection.setCatalog("other"));
            transcript.note("catalog", connection::getCatalog);
            transcript.act("holdability", () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
            transcript.note("holdability", connection::getHoldability);
            transcript.act("client", () -> connection.setClientInfo("ApplicationName", "shop"));
            transcript.act("client", () -> connection.setClientInfo("NoSuchName", "x"));
            transcript.note("client", () -> connection.getClientInfo("ApplicationName"));
            Properties unknown = new Properties();
            unknown.setProperty("ApplicationName", "other");
            transcript.act("client", () -> connection.setClientInfo(unknown));
            transcript.note("client", connection::getClientInfo);
            transcript.act("network", () -> connection.setNetworkTimeout(Runnable::run, 5000));
            transcript.note("network", connection::getNetworkTimeout);
            transcript.note("native", () -> connection.nativeSQL("select {fn now()}, {d '2024-02-29'}"));
            transcript.note("types", connection::getTypeMap);
            transcript.note("struct", () -> connection.createStruct("t", new Object[0]));
            transcript.note("valid", () -> connection.isValid(1));
            statement.execute("do $$ begin raise notice 'one'; raise warning 'two'; end $$");
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                SQLWarning warning = w;
                transcript.note("warning", () -> warning);
            }
            transcript.act("clear", statement::clearWarnings);
            transcript.note("cleared", statement::getWarnings);
            transcript.note("connection's", connection::getWarnings);
            transcript.act("abort", () -> connection.abort(Runnable::run));
            transcript.note("closed", connection::isClosed);
            transcript.noteAll("after abort", connection, Connection.class, "get");
            transcript.noteAll("after abort", statement, Statement.class, "get");
            transcript.note("after abort", connection::createStatement);
            transcript.note("after abort", () -> connection.prepareStatement("select 1"));
            transcript.act("after abort", connection::commit);
            transcript.act("close", connection::close);
            transcript.act("close again", connection::close);
        });
    }

    @Test
    void metadata() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            DatabaseMetaData metaData = connection.getMetaData();
            for (java.lang.reflect.Method method : Transcript.sorted(DatabaseMetaData.class)) {
                if (method.getParameterCount() == 0
                        && !method.getName().equals("getConnection")
                        && !method.getName().equals("getURL")) {
                    transcript.note(method.getName(), () -> method.invoke(metaData));
                }
            }
            transcript.note("columns", () -> metaData.getColumns(null, null, "same", null));
            transcript.note("keys", () -> metaData.getPrimaryKeys(null, "public", "same"));
            transcript.note("indexes", () -> metaData.getIndexInfo(null, "public", "same", true, false));
            PreparedStatement select = connection.prepareStatement(
                    "select id, name, count(*) over () from same where id = ? and name = ?");
            transcript.noteAll("column", select.getMetaData(), java.sql.ResultSetMetaData.class, "", 2);
            transcript.note("columns", () -> select.getMetaData().getColumnCount());
            transcript.noteAll("parameter", select.getParameterMetaData(), java.sql.ParameterMetaData.class, "", 1);
            transcript.note("no parameter", () -> select.getParameterMetaData().getParameterType(3));
        });
    }

    @Test
    void largeObjectsAndCopyAndNotifications() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            connection.createStatement().execute("create temporary table large (b oid, c oid)");
            connection.setAutoCommit(false);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            LargeObjectManager manager = postgres.getLargeObjectAPI();
            long oid = manager.createLO();
            try (LargeObject object = manager.open(oid, LargeObjectManager.WRITE)) {
                object.write("large text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            PreparedStatement insert = connection.prepareStatement("insert into large values (?, ?)");
            transcript.act("blob", () -> insert.setBlob(1, new ByteArrayInputStream(new byte[] {1, 2, 3})));
            transcript.act("clob", () -> insert.setClob(2, new StringReader("clob text")));
            transcript.note("insert", insert::executeUpdate);
            insert.setLong(1, oid);
            insert.setLong(2, oid);
            transcript.note("insert", insert::executeUpdate);
            ResultSet rows = connection.createStatement().executeQuery("select * from large");
            while (rows.next()) {
                transcript.note("blob", () -> rows.getBlob(1));
                transcript.note("clob", () -> rows.getClob("c"));
                transcript.note("position", () -> rows.getClob(2).position("text", 1));
            }
            transcript.note("new blob", connection::createBlob);
            transcript.note(
                    "copy in",
                    () -> postgres.getCopyAPI().copyIn("copy same (name) from stdin", new StringReader("c1\nc2\n")));
            StringWriter copied = new StringWriter();
            transcript.note(
                    "copy out",
                    () -> postgres.getCopyAPI().copyOut("copy (select name from same order by 1) to stdout", copied));
            transcript.note("copied", copied::toString);
            transcript.note(
                    "copy by a statement",
                    () -> connection.createStatement().executeUpdate("copy same (name) from stdin"));
            connection.rollback();
            connection.setAutoCommit(true);
            Statement statement = connection.createStatement();
            statement.execute("listen same");
            statement.execute("notify same, 'payload'");
            transcript.note("notified", () -> postgres.getNotifications(2000)[0].getParameter());
            transcript.note("xml", () -> {
                java.sql.SQLXML xml = connection.createSQLXML();
                xml.setString("<a/>");
                PreparedStatement select = connection.prepareStatement("select ?::xml");
                select.setSQLXML(1, xml);
                return select.executeQuery();
            });
        });
    }

    @Test
    void operatorsEscapesAndErrors() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            freshTable(connection);
            for (String sql : List.of(
                    "select '{\"a\": 1}'::jsonb ?? 'a'",
                    "select '{\"a\": 1}'::jsonb ??| array['a', 'b'], 'what?' /* why? */ -- when?",
                    "select '{\"a\": 1}'::jsonb ??& array[?]",
                    "select {fn ucase('x')}, {ts '2024-02-29 00:00:00'}",
                    "select $$ ? $$ || ?",
                    "select 1 +",
                    "select 1 / 0",
                    "select * from no_such",
                    "insert into same (id) values (null)",
                    "select 'x'::int",
                    "")) {
                try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                    transcript.note(sql, prepared::toString);
                    transcript.act(sql, () -> prepared.setString(1, "a"));
                    transcript.note(sql, prepared::toString);
                    transcript.note(sql, prepared::execute);
                    transcript.note(sql, prepared::getResultSet);
                    transcript.note(sql, prepared::executeQuery);
                    transcript.note(sql, prepared::executeUpdate);
                    transcript.note(sql, () -> prepared.executeQuery("select 1"));
                    transcript.act(sql, () -> prepared.addBatch("select 1"));
                    transcript.act(sql, prepared::clearParameters);
                    transcript.note(sql, prepared::execute);
                    prepared.close();
                    transcript.note("closed " + sql, prepared::execute);
                    transcript.act("closed " + sql, () -> prepared.setInt(1, 1));
                    transcript.note("closed", prepared::isClosed);
                }
                Statement plain = connection.createStatement();
                transcript.note(sql, () -> plain.execute(sql));
                transcript.note(sql, () -> plain.executeQuery(sql));
                transcript.note(sql, () -> plain.executeUpdate(sql));
            }
            transcript.note("literal", () -> connection.createStatement().enquoteLiteral("it's"));
            transcript.note("identifier", () -> connection.createStatement().enquoteIdentifier("a\"b", true));
            transcript.note("simple", () -> connection.createStatement().isSimpleIdentifier("a b"));
        });
    }

    @Test
    void cancelAndTimeout() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            Statement slow = connection.createStatement();
            CompletableFuture<Void> cancel = CompletableFuture.runAsync(
                    () -> uncheckedCancel(slow), CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
            transcript.note("cancelled", () -> slow.executeQuery("select pg_sleep(30)"));
            // Which of the two ends first is chance, so it is noted here
            transcript.act("cancel", cancel::join);
            slow.setQueryTimeout(1);
            transcript.note("timeout", slow::getQueryTimeout);
            transcript.note("timed out", () -> slow.execute("select pg_sleep(30)"));
            slow.setQueryTimeout(0);
            transcript.note("usable", () -> slow.executeQuery("select 1"));
        });
    }

    private static void uncheckedCancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aBackendThatIsGone() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            Statement statement = connection.createStatement();
            try (Connection other = CapturedDatabase.raw();
                    Statement terminate = other.createStatement()) {
                terminate.execute("select pg_terminate_backend(" + pid + ", 5000)");
            }
            transcript.note("broken", () -> statement.executeQuery("select 1"));
            transcript.note("valid", () -> connection.isValid(1));
            transcript.note("closed", connection::isClosed);
            transcript.note("again", () -> connection.prepareStatement("select 1"));
            transcript.act("rollback", connection::rollback);
            transcript.act("close", connection::close);
            transcript.act("close again", connection::close);
        });
    }
}
