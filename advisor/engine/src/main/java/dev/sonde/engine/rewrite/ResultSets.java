package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewrite.Statement;
import dev.sonde.engine.rewrite.ServerStatement.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows per key, as multisets: how often each row occurs, in whatever order. */
final class ResultSets {
    private final Map<String, Map<List<@Nullable String>, Integer>> rowsOfKey = new TreeMap<>();
    private long rows;

    /** Adds what one execution of a loop read for its key. */
    void add(String key, List<List<@Nullable String>> read) {
        Map<List<@Nullable String>, Integer> counts = rowsOfKey.computeIfAbsent(canonical(key), k -> new HashMap<>());
        read.forEach(row -> counts.merge(row, 1, Integer::sum));
        rows += read.size();
    }

    long rows() {
        return rows;
    }

    /** Takes a batch's rows apart by their keys. */
    static ResultSets ofBatch(Statement rewrite, Rows batch, List<String> keys) {
        int column = keyColumn(rewrite, batch.labels());
        boolean extra = rewrite.form() == Form.LATERAL || rewrite.keyPosition() == 0;
        ResultSets sets = new ResultSets();
        keys.forEach(key -> sets.add(key, List.of()));
        for (List<@Nullable String> row : batch.rows()) {
            List<@Nullable String> own = new ArrayList<>(row);
            String key = row.get(column);
            if (extra) {
                own.remove(column);
            }
            sets.add(String.valueOf(key), List.of(own));
        }
        if (rewrite.form() == Form.COUNTS) {
            for (Map<List<@Nullable String>, Integer> counts : sets.rowsOfKey.values()) {
                if (counts.isEmpty()) {
                    counts.put(List.of("0"), 1);
                }
            }
        }
        return sets;
    }

    private static int keyColumn(Statement rewrite, List<String> labels) {
        if (rewrite.keyPosition() > 0) {
            return rewrite.keyPosition() - 1;
        }
        return rewrite.keyPosition() == 0 ? labels.size() - 1 : Math.max(0, labels.indexOf(rewrite.keyColumn()));
    }

    /** What differs first, for people; null if nothing does. */
    @Nullable
    String difference(ResultSets batch) {
        for (Map.Entry<String, Map<List<@Nullable String>, Integer>> entry : rowsOfKey.entrySet()) {
            Map<List<@Nullable String>, Integer> other = batch.rowsOfKey.getOrDefault(entry.getKey(), Map.of());
            if (!Objects.equals(entry.getValue(), other)) {
                return "for one key the loop reads " + size(entry.getValue()) + " rows and the rewrite " + size(other)
                        + (size(entry.getValue()) == size(other) ? ", other ones" : "");
            }
        }
        return batch.rowsOfKey.size() > rowsOfKey.size()
                ? "the rewrite reads rows of keys that were not asked for"
                : null;
    }

    private static int size(Map<List<@Nullable String>, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    // 1.00 and 1.0 are one key of type numeric, 'a  ' and 'a' of type char
    private static String canonical(String key) {
        if (key.length() < 40 && key.matches("-?\\d+\\.\\d+")) {
            return new BigDecimal(key).stripTrailingZeros().toPlainString();
        }
        return key.stripTrailing();
    }
}
