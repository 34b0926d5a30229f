package dev.sonde.shop;

import static dev.sonde.shop.Transcript.assertSameRawAndWrapped;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** As {@link DifferentialTest}, for what services do with connections: transactions, metadata, pgjdbc's own interfaces, faults. */
class DifferentialConnectionsTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @Test
    void transactionsAndSettings() throws Exception {
        assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            DifferentialTest.freshTable(connection);
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
            DifferentialTest.freshTable(connection);
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
            DifferentialTest.freshTable(connection);
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
            DifferentialTest.freshTable(connection);
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
