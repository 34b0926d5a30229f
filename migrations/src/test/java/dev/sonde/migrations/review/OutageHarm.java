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
            awaitLock(runner, run);
            boolean blocked = isBlocked(probe);
            reader.rollback();
            run.get(30, TimeUnit.SECONDS);
            if (script.transactional()) {
                runner.commit();
            }
            return blocked;
        }
    }

    /**
     * Whether a statement waits for longer than a second while the script waits for a writer: that one holds its
     * transaction open until the script has given up, or the statement has.
     */
    boolean blocksWhileItWaits(MigrationScript script, String table, String probe) throws Exception {
        try (Connection writer = server.open();
                Connection runner = server.open()) {
            writer.setAutoCommit(false);
            execute(writer, "delete from " + table + " where id = -2");
            runner.setAutoCommit(!script.transactional());
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> runs(runner, script));
            awaitLock(runner, run);
            boolean blocked = isBlocked(probe, "3s");
            writer.rollback();
            run.get(30, TimeUnit.SECONDS);
            runner.rollback();
            return blocked;
        }
    }

    /** Whether a concurrent build that waits for an older transaction of three seconds leaves an INVALID index. */
    boolean isCutOff(MigrationScript script, String index) throws Exception {
        try (Connection old = server.open();
                Connection runner = server.open()) {
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            old.setAutoCommit(false);
            execute(old, "select 1 from pg_class limit 1");
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> runs(runner, script));
            awaitLock(runner, run);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            while (!run.isDone() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            old.rollback();
            run.get(30, TimeUnit.SECONDS);
            return server.state(index).equals("invalid");
        }
    }

    /** Whether both statements wait at once while the script is not committed. */
    boolean blocksAll(MigrationScript script, String probe, String otherProbe) throws Exception {
        try (Connection runner = server.open()) {
            runner.setAutoCommit(false);
            for (ScriptStatement statement : script.statements()) {
                execute(runner, statement.sql());
            }
            boolean blocked = isBlocked(probe) && isBlocked(otherProbe);
            runner.commit();
            return blocked;
        }
    }

    /** Whether the script fails, or a statement of the release before does after it. */
    boolean breaks(MigrationScript script, String probe) throws SQLException {
        if (fails(script)) {
            return true;
        }
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(probe);
                return false;
            } catch (SQLException e) {
                return true;
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean runs(Connection runner, MigrationScript script) {
        try (Statement statement = runner.createStatement()) {
            for (ScriptStatement sql : script.statements()) {
                statement.execute(sql.sql());
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void awaitLock(Connection runner, CompletableFuture<?> run) throws Exception {
        int pid = runner.unwrap(PGConnection.class).getBackendPID();
        String waits = "select coalesce(wait_event_type = 'Lock', false) from pg_stat_activity where pid = " + pid;
        while (!run.isDone() && !server.query(waits).equals("t")) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private boolean isBlocked(String probe) throws SQLException {
        return isBlocked(probe, "300ms");
    }

    private boolean isBlocked(String probe, String limit) throws SQLException {
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '" + limit + "'");
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
