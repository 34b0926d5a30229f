package dev.sonde.migrations.trace;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Watches the locks of a statement that cannot run in a transaction, from other sessions. Such a statement keeps no lock
 * that could be read afterwards, and on an empty server is over at once. So other sessions stand in its way: one that
 * keeps it from beginning, one with an old snapshot, and at each of its waits a new one that writes to the tables, which
 * is there before the one it waits for lets go. Only what is seen while it waits counts, so that every run sees the same.
 * This class is not threadsafe.
 */
final class LockWatch implements AutoCloseable {

    private static final String WAITS = """
            select a.wait_event, coalesce(p.phase, ''), pg_catalog.pg_blocking_pids(a.pid)
            from pg_catalog.pg_stat_activity a
            left join pg_catalog.pg_stat_progress_create_index p on p.pid operator(pg_catalog.=) a.pid
            where a.pid operator(pg_catalog.=) %d and a.wait_event_type operator(pg_catalog.=) 'Lock'""";

    // A table that the statement has locked or asks for in a stronger mode cannot be had, and is left out.
    private static final String HOLD = """
            do $$
            declare oid pg_catalog.oid;
            begin
              foreach oid in array '{%s}'::pg_catalog.oid[] loop
                begin
                  execute pg_catalog.format('lock table only %%s in %s mode nowait', oid::pg_catalog.regclass);
                exception when others then null;
                end;
              end loop;
            end $$""";

    private final String url;
    private final int pid;
    private final Map<Long, Relation> tables = new TreeMap<>();
    private final Connection poller;
    private final Map<Integer, Connection> inTheWay = new HashMap<>();
    private final Map<Long, Set<LockMode>> seen = new TreeMap<>();
    private final Set<Phase> phases = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::watch, "sonde-lock-watch");
    private volatile boolean stop;
    private @Nullable SQLException failure;

    private LockWatch(String url, int pid, Collection<Relation> relations) throws SQLException {
        this.url = url;
        this.pid = pid;
        for (Relation relation : relations) {
            if (relation.kind() == 'r' || relation.kind() == 'p') {
                tables.put(relation.oid(), relation);
            }
        }
        poller = DriverManager.getConnection(url);
    }

    /** Begins to watch a session, which is about to execute its statement. */
    static LockWatch start(String url, int pid, Collection<Relation> relations) throws SQLException {
        LockWatch watch = new LockWatch(url, pid, relations);
        try {
            watch.stand(Connection.TRANSACTION_REPEATABLE_READ, "select 1 from pg_catalog.pg_class limit 1");
            watch.stand(Connection.TRANSACTION_READ_COMMITTED, watch.hold("share update exclusive"));
        } catch (SQLException e) {
            watch.close();
            throw e;
        }
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private String hold(String mode) {
        return HOLD.formatted(tables.keySet().stream().map(String::valueOf).collect(Collectors.joining(",")), mode);
    }

    /** Opens a session whose transaction stays open after the statement. */
    private void stand(int isolation, String sql) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        inTheWay.put(connection.unwrap(PGConnection.class).getBackendPID(), connection);
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void watch() {
        try (Statement statement = poller.createStatement()) {
            while (!stop) {
                look(statement);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (SQLException e) {
            failure = e;
            letGo();
        } catch (InterruptedException e) {
            letGo();
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement) throws SQLException {
        String event;
        String progress;
        List<Connection> blockers = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(WAITS.formatted(pid))) {
            if (!row.next()) {
                return;
            }
            event = row.getString(1);
            progress = row.getString(2);
            for (Integer blocker : (Integer[]) row.getArray(3).getArray()) {
                Connection ours = inTheWay.remove(blocker);
                if (ours != null) {
                    blockers.add(ours);
                }
            }
        }
        if (blockers.isEmpty()) {
            return; // it has been let go, and is about to notice
        }
        note(event, progress, Observation.locks(statement, Integer.toString(pid)));
        stand(Connection.TRANSACTION_READ_COMMITTED, hold("row exclusive"));
        for (Connection blocker : blockers) {
            blocker.close();
        }
    }

    private void note(String event, String progress, Map<Long, Set<LockMode>> locks) {
        HeldLock strongest = null;
        for (Map.Entry<Long, Set<LockMode>> lock : locks.entrySet()) {
            seen.computeIfAbsent(lock.getKey(), oid -> EnumSet.noneOf(LockMode.class))
                    .addAll(lock.getValue());
            Relation table = tables.get(lock.getKey());
            for (LockMode mode : lock.getValue()) {
                if (table != null && (strongest == null || mode.compareTo(strongest.mode()) > 0)) {
                    strongest = new HeldLock(table, mode);
                }
            }
        }
        String name = progress.isEmpty() ? Phase.FOR_USERS : progress;
        phases.add(new Phase(event.equals("relation") ? Phase.FOR_LOCK : name, Optional.ofNullable(strongest)));
    }

    /** The statement must not wait for a watch that has ended. */
    private void letGo() {
        for (Connection connection : inTheWay.values()) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure = e;
            }
        }
        inTheWay.clear();
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

    /** At what points it waited, in their order; only after {@link #finish()}. */
    List<Phase> phases() {
        return List.copyOf(phases);
    }

    @Override
    public void close() throws SQLException {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        letGo();
        poller.close();
    }
}
