package dev.sonde.migrations.trace;

import dev.sonde.engine.index.QualifiedName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the locks of a statement that cannot run in a transaction, from other sessions. Such a statement keeps no
 * lock that could be read afterwards, and on an empty server is over at once; so a second session reads every table
 * until the statement is seen to wait for it, and then lets go. This class is not threadsafe.
 */
final class LockWatch implements AutoCloseable {

    private final Connection reader;
    private final Connection poller;
    private final int pid;
    private final Map<Long, Set<LockMode>> seen = new TreeMap<>();
    private final Thread thread = new Thread(this::watch, "sonde-lock-watch");
    private volatile boolean stop;
    private @Nullable SQLException failure;

    private LockWatch(Connection reader, Connection poller, int pid) {
        this.reader = reader;
        this.poller = poller;
        this.pid = pid;
    }

    static LockWatch start(String url, int pid, Collection<Relation> relations) throws SQLException {
        Connection reader = DriverManager.getConnection(url);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("select 1 from pg_catalog.pg_class limit 1");
            for (Relation relation : relations) {
                if (relation.kind() == 'r' || relation.kind() == 'p') {
                    QualifiedName name = relation.name();
                    statement.execute("lock table only " + name.sql() + " in access share mode");
                }
            }
        }
        LockWatch watch = new LockWatch(reader, DriverManager.getConnection(url), pid);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        String waits = "select wait_event_type = 'Lock' from pg_catalog.pg_stat_activity where pid = " + pid;
        try (Statement statement = poller.createStatement()) {
            boolean released = false;
            while (!stop) {
                boolean waiting = !released && waits(statement, waits);
                look(statement);
                if (waiting) {
                    reader.rollback();
                    released = true;
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (SQLException e) {
            failure = e;
            release();
        } catch (InterruptedException e) {
            release();
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement) throws SQLException {
        for (Map.Entry<Long, Set<LockMode>> lock :
                Observation.locks(statement, Integer.toString(pid)).entrySet()) {
            seen.computeIfAbsent(lock.getKey(), oid -> EnumSet.noneOf(LockMode.class))
                    .addAll(lock.getValue());
        }
    }

    private static boolean waits(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The statement must not wait for a watch that has ended. */
    private void release() {
        try {
            reader.close();
        } catch (SQLException e) {
            failure = e;
        }
    }

    /** Ends the watch and returns the locks that were seen. */
    Map<Long, Set<LockMode>> finish() throws SQLException {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        return seen;
    }

    @Override
    public void close() throws SQLException {
        stop = true;
        reader.close();
        poller.close();
    }
}
