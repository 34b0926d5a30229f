package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.engine.rewrite.ServerStatement.Rows;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Some walks through a tree, step by step, and one recursive query for each. */
final class WalkSides implements Sides {
    /** Walks that are compared; each may be long. */
    private static final int MAX_WALKS = 20;

    private final CapturedLoop walk;
    private final BatchRewrite.Statement rewrite;
    private final LoopValues values;
    private final List<String> starts;
    private final ServerStatement step;
    private final ServerStatement whole;
    private final int maxRows;
    private int steps;

    WalkSides(
            CapturedLoop walk,
            BatchRewrite.Statement rewrite,
            LoopValues values,
            ServerStatement step,
            ServerStatement whole,
            int maxRows) {
        this.walk = walk;
        this.rewrite = rewrite;
        this.values = values;
        this.starts = values.keys().subList(0, Math.min(MAX_WALKS, values.keys().size()));
        this.step = step;
        this.whole = whole;
        this.maxRows = maxRows;
    }

    @Override
    public ResultSets loop() throws SQLException {
        ResultSets results = new ResultSets();
        Map<Integer, String> binds = new TreeMap<>(values.constants());
        steps = 0;
        for (String start : starts) {
            Deque<String> next = new ArrayDeque<>(List.of(start));
            while (!next.isEmpty() && results.rows() <= maxRows) { // a cycle ends there
                binds.put(walk.key(), next.removeFirst());
                Rows rows = step.run(binds, maxRows);
                steps++;
                results.add(start, rows.rows());
                int column = rows.labels().indexOf(rewrite.keyColumn());
                for (List<@Nullable String> row : rows.rows()) {
                    String key = row.get(column);
                    if (key != null) {
                        next.add(key);
                    }
                }
            }
        }
        return results;
    }

    @Override
    public ResultSets batch() throws SQLException {
        ResultSets results = new ResultSets();
        Map<Integer, String> binds = new TreeMap<>(values.constants());
        for (String start : starts) {
            binds.put(walk.key(), start);
            results.add(start, whole.run(binds, maxRows).rows());
        }
        return results;
    }

    @Override
    public int tripsBefore() {
        return steps;
    }

    @Override
    public int tripsAfter() {
        return starts.size();
    }
}
