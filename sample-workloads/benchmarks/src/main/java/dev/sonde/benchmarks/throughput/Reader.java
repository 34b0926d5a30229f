package dev.sonde.benchmarks.throughput;

import dev.sonde.benchmarks.competitor.Instrumentation;
import dev.sonde.profiler.UnitOfWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** A thread of a service that reads rows by their primary key, one after the other, on one connection. */
final class Reader implements AutoCloseable {

    static final int ROWS = 100_000;
    static final String TABLE = "accounts";

    private static final int UNIT_SIZE = 20;

    private final boolean units;
    private final SplittableRandom keys;
    private final Connection connection;
    private final PreparedStatement statement;

    Reader(Instrumentation instrumentation, boolean units, int seed) throws SQLException {
        this.units = units;
        this.keys = new SplittableRandom(seed);
        this.connection = instrumentation.connect();
        this.statement = connection.prepareStatement("select id, name, balance from " + TABLE + " where id = ?");
    }

    /** Process of the server that answers this reader. */
    long serverProcess() throws SQLException {
        try (Statement asking = connection.createStatement();
                ResultSet row = asking.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Reads until the time is over and returns how often. */
    Callable<Long> until(long deadline) {
        return () -> {
            long reads = 0;
            while (System.nanoTime() < deadline) {
                if (units) {
                    reads += readUnit();
                } else {
                    read();
                    reads++;
                }
            }
            return reads;
        };
    }

    private int readUnit() throws SQLException {
        try (UnitOfWork ignored = UnitOfWork.open("GET /accounts/{id}")) {
            for (int i = 0; i < UNIT_SIZE; i++) {
                read();
            }
        }
        return UNIT_SIZE;
    }

    private void read() throws SQLException {
        long key = 1L + keys.nextInt(ROWS);
        statement.setLong(1, key);
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next() || rows.getLong(1) != key || rows.getString(2).isEmpty() || rows.getLong(3) < 0) {
                throw new IllegalStateException("row " + key + " is not what was written");
            }
            if (rows.next()) {
                throw new IllegalStateException("more than one row " + key);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
