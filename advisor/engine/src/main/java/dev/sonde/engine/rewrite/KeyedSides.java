package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.BatchRewrite;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** One execution per key, and one for all keys. */
final class KeyedSides implements Sides {
    private final CapturedLoop loop;
    private final BatchRewrite.Statement rewrite;
    private final LoopValues values;
    private final ServerStatement one;
    private final ServerStatement all;
    private final int maxRows;

    KeyedSides(
            CapturedLoop loop,
            BatchRewrite.Statement rewrite,
            LoopValues values,
            ServerStatement one,
            ServerStatement all,
            int maxRows) {
        this.loop = loop;
        this.rewrite = rewrite;
        this.values = values;
        this.one = one;
        this.all = all;
        this.maxRows = maxRows;
    }

    @Override
    public ResultSets loop() throws SQLException {
        ResultSets results = new ResultSets();
        Map<Integer, String> binds = new TreeMap<>(values.constants());
        for (String key : values.keys()) {
            binds.put(loop.key(), key);
            results.add(key, one.run(binds, maxRows).rows());
            if (results.rows() > maxRows) {
                break;
            }
        }
        return results;
    }

    @Override
    public ResultSets batch() throws SQLException {
        Map<Integer, String> binds = new TreeMap<>(values.constants());
        binds.put(loop.key(), ServerStatement.array(values.keys()));
        return ResultSets.ofBatch(rewrite, all.run(binds, maxRows), values.keys());
    }

    @Override
    public int tripsBefore() {
        return values.keys().size();
    }

    @Override
    public int tripsAfter() {
        return 1;
    }
}
