package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.analysis.fix.WalkRewriter;
import dev.sonde.engine.rewrite.RewriteCheck.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
        return check(loop, keyType -> BatchRewriter.of(loop.sql(), loop.key(), keyType));
    }

    /** Runs walks through a tree, each key read from the loop's parent column, and their recursive query. */
    public RewriteCheck checkWalk(CapturedLoop walk) throws SQLException {
        String next = walk.parentColumn() == null ? "" : walk.parentColumn();
        return check(walk, keyType -> WalkRewriter.of(walk.sql(), walk.key(), next));
    }

    private RewriteCheck check(CapturedLoop loop, Function<@Nullable String, BatchRewrite> rewriter)
            throws SQLException {
        RewriteCheck result;
        try {
            begin();
            result = run(loop, rewriter);
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
            statement.execute(
                    "set transaction isolation level repeatable read, read only; set local statement_timeout = "
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
                    null,
                    "a statement was cancelled after "
                            + options.statementTimeout().toMillis() + " ms on the clone");
        } else if (state.equals("55P03")) {
            return RewriteCheck.notRun(
                    null, "a lock was not free within " + options.lockTimeout().toMillis() + " ms on the clone");
        }
        return RewriteCheck.notRun(null, "the clone refused a statement: " + e.getMessage());
    }

    private RewriteCheck run(CapturedLoop loop, Function<@Nullable String, BatchRewrite> rewriter)
            throws SQLException, LoopValues.Missing {
        // Before anything of the text reaches the server: what is not one plain query is refused here
        if (BatchRewriter.of(loop.sql(), loop.key(), "text") instanceof BatchRewrite.None none) {
            return RewriteCheck.notRun(null, "no rewrite: " + none.reason());
        }
        Map<Integer, String> types = ParameterTypes.of(connection, loop);
        BatchRewrite rewrite = rewriter.apply(types.get(loop.key()));
        if (!(rewrite instanceof BatchRewrite.Statement batch)) {
            return RewriteCheck.notRun(null, "no rewrite: " + ((BatchRewrite.None) rewrite).reason());
        }
        LoopValues values = LoopValues.of(connection, loop);
        try (ServerStatement one = ServerStatement.prepare(connection, loop.sql(), types);
                ServerStatement all = ServerStatement.prepare(connection, batch.sql(), types)) {
            Sides sides = batch.form() == BatchRewrite.Form.RECURSIVE
                    ? new WalkSides(loop, batch, values, one, all, options.maxRows())
                    : new KeyedSides(loop, batch, values, one, all, options.maxRows());
            return compare(batch.sql(), values, sides);
        } catch (SQLException e) {
            RewriteCheck refused = refused(e);
            return RewriteCheck.notRun(batch.sql(), refused.explanation());
        }
    }

    private RewriteCheck compare(String sql, LoopValues values, Sides sides) throws SQLException {
        ResultSets expected = sides.loop();
        if (expected.rows() > options.maxRows()) {
            return RewriteCheck.notRun(sql, "the loop reads more than " + options.maxRows() + " rows");
        }
        String difference = expected.difference(sides.batch());
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        long start = nanoTime.getAsLong();
        while (before.size() < options.repetitions()
                && (before.isEmpty()
                        || nanoTime.getAsLong() - start < options.patience().toNanos())) {
            before.add(millis(sides::loop));
            after.add(millis(sides::batch));
        }
        return new RewriteCheck(
                difference == null ? Outcome.EQUAL : Outcome.NOT_EQUAL,
                sql,
                difference == null ? "the rewrite reads the same rows for every key" : difference,
                values.keys().size(),
                values.keySource(),
                values.constantSource(),
                expected.rows(),
                sides.tripsBefore(),
                sides.tripsAfter(),
                median(before),
                median(after),
                before.size());
    }

    private interface Run {
        ResultSets run() throws SQLException;
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
