package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.engine.rewrite.RewriteCheck.Outcome;
import dev.sonde.engine.rewrite.ServerStatement.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Runs loops and their rewrites on a clone, each loop in a read-only transaction of its own that sees one state of the
 * data. Not threadsafe.
 */
public final class RewriteVerifier {
    private final Connection connection;
    private final CheckOptions options;
    private final LongSupplier nanoTime;

    public RewriteVerifier(Connection connection, CheckOptions options) {
        this.connection = connection;
        this.options = options;
        this.nanoTime = System::nanoTime;
    }

    /** Runs a loop and its rewrite. Fails only where the connection itself does. */
    public RewriteCheck check(CapturedLoop loop) throws SQLException {
        RewriteCheck result;
        try {
            begin();
            result = run(loop);
        } catch (LoopValues.Missing e) {
            result = RewriteCheck.notRun(null, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            result = refused(e);
        }
        connection.rollback();
        return result;
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only; set local statement_timeout = "
                    + options.statementTimeout().toMillis() + "; set local lock_timeout = "
                    + options.lockTimeout().toMillis());
        }
    }

    private RewriteCheck refused(SQLException e) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08") || state.startsWith("57P")) {
            throw e;
        } else if (state.equals("57014")) {
            return RewriteCheck.notRun(
                    null, "a statement was cancelled after " + options.statementTimeout().toMillis() + " ms on the clone");
        } else if (state.equals("55P03")) {
            return RewriteCheck.notRun(
                    null, "a lock was not free within " + options.lockTimeout().toMillis() + " ms on the clone");
        }
        return RewriteCheck.notRun(null, "the clone refused a statement: " + e.getMessage());
    }

    private RewriteCheck run(CapturedLoop loop) throws SQLException, LoopValues.Missing {
        // Before anything of the text reaches the server: what is not one plain query is refused here
        if (BatchRewriter.of(loop.sql(), loop.key(), "text") instanceof BatchRewrite.None none) {
            return RewriteCheck.notRun(null, "no rewrite: " + none.reason());
        }
        Map<Integer, String> types = ParameterTypes.of(connection, loop);
        String keyType = types.get(loop.key());
        if (!(BatchRewriter.of(loop.sql(), loop.key(), keyType) instanceof BatchRewrite.Statement batch)) {
            return RewriteCheck.notRun(null, "the type of the key is not known");
        }
        LoopValues values = LoopValues.of(connection, loop);
        try (ServerStatement one = ServerStatement.prepare(connection, loop.sql(), types);
                ServerStatement all = ServerStatement.prepare(connection, batch.sql(), types)) {
            return compare(loop, batch, values, one, all);
        } catch (SQLException e) {
            RewriteCheck refused = refused(e);
            return RewriteCheck.notRun(batch.sql(), refused.explanation());
        }
    }

    private RewriteCheck compare(
            CapturedLoop loop,
            BatchRewrite.Statement batch,
            LoopValues values,
            ServerStatement one,
            ServerStatement all)
            throws SQLException {
        ResultSets expected = new ResultSets();
        Map<Integer, String> binds = new TreeMap<>(values.constants());
        for (String key : values.keys()) {
            binds.put(loop.key(), key);
            expected.add(key, one.run(binds, options.maxRows()).rows());
            if (expected.rows() > options.maxRows()) {
                return RewriteCheck.notRun(batch.sql(), "the loop reads more than " + options.maxRows() + " rows");
            }
        }
        Map<Integer, String> arrays = new TreeMap<>(values.constants());
        arrays.put(loop.key(), ServerStatement.array(values.keys()));
        Rows rows = all.run(arrays, options.maxRows());
        String difference = expected.difference(ResultSets.ofBatch(batch, rows, values.keys()));

        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        long start = nanoTime.getAsLong();
        while (before.size() < options.repetitions()
                && (before.isEmpty() || nanoTime.getAsLong() - start < options.patience().toNanos())) {
            before.add(millis(() -> {
                for (String key : values.keys()) {
                    binds.put(loop.key(), key);
                    one.run(binds, options.maxRows());
                }
            }));
            after.add(millis(() -> all.run(arrays, options.maxRows())));
        }
        return new RewriteCheck(
                difference == null ? Outcome.EQUAL : Outcome.NOT_EQUAL,
                batch.sql(),
                difference == null ? "the rewrite reads the same rows for every key" : difference,
                values.keys().size(),
                values.keySource(),
                values.constantSource(),
                expected.rows(),
                values.keys().size(),
                1,
                median(before),
                median(after),
                before.size());
    }

    private interface Run {
        void run() throws SQLException;
    }

    private double millis(Run run) throws SQLException {
        long start = nanoTime.getAsLong();
        run.run();
        return (nanoTime.getAsLong() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
