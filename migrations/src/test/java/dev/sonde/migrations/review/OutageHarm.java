package dev.sonde.migrations.review;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/** Measures harm by plain JDBC, without the tracer. */
final class OutageHarm {

    private static final String WORK = """
            select coalesce((select sum(seq_tup_read) from pg_stat_xact_user_tables), 0) >= 5000
                or exists (select from pg_class c where relkind in ('r', 'i') and pg_relation_size(c.oid) > 16384
                    and relnamespace = 'public'::regnamespace and relfilenode not in (select file from sonde_before))
            """;

    private static final String STRONG = """
            select exists (select from pg_locks l join sonde_before b on b.oid = l.relation
              where pid = pg_backend_pid() and b.relkind in ('r', 'p') and mode in
                ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
            """;

    private final TestServer server;

    OutageHarm(TestServer server) {
        this.server = server;
    }

    boolean fails(MigrationScript script) {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            for (ScriptStatement sql : script.statements()) {
                statement.execute(sql.sql());
            }
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    /** Whether a statement waits, while a reader has the table open and the script runs or waits or is not committed. */
    boolean blocks(MigrationScript script, String table, String probe) throws Exception {
        try (Connection reader = server.open();
                Connection runner = server.open()) {
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.setAutoCommit(false);
            execute(reader, "select 1 from " + table + " limit 1");
            runner.setAutoCommit(!script.transactional());
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
                for (ScriptStatement statement : script.statements()) {
                    execute(runner, statement.sql());
                }
            });
            int pid = runner.unwrap(PGConnection.class).getBackendPID();
            String waits = "select coalesce(wait_event_type = 'Lock', false) from pg_stat_activity where pid = " + pid;
            while (!run.isDone() && !server.query(waits).equals("t")) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            boolean blocked = isBlocked(probe);
            reader.rollback();
            run.get(30, TimeUnit.SECONDS);
            if (script.transactional()) {
                runner.commit();
            }
            return blocked;
        }
    }

    private boolean isBlocked(String probe) throws SQLException {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '300ms'");
            try {
                statement.execute(probe);
                return false;
            } catch (SQLException e) {
                if ("55P03".equals(e.getSQLState())) {
                    return true;
                }
                throw e;
            }
        }
    }

    /** Whether a statement of a transaction reads or writes all rows while it keeps writers of a table out. */
    boolean worksUnderLock(MigrationScript script) throws SQLException {
        boolean harmed = false;
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temp table sonde_before as select oid, relkind, relfilenode as file from pg_class");
            connection.setAutoCommit(!script.transactional());
            for (ScriptStatement sql : script.statements()) {
                statement.execute(sql.sql());
                if (script.transactional()) {
                    harmed |= is(statement, WORK) && is(statement, STRONG);
                }
            }
            if (script.transactional()) {
                connection.commit();
            }
        }
        return harmed;
    }

    private static boolean is(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
