package dev.sonde.engine.rewrite;

import dev.sonde.capture.hash.ValueHasher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query that a loop repeats, as a capture has it.
 *
 * @param sql its normal form
 * @param bindTypes {@code java.sql.Types} codes per position
 * @param key position of the parameter that varies, from 1
 * @param keys how many keys a loop asks for
 * @param parentSql the query whose rows drive it, null if not known
 * @param parentColumn the column of it that holds the keys, null if not known
 * @param hashes bind hashes per position of some executions, null for SQL NULL
 * @param values bind values by position of some executions, where the capture keeps values
 * @param hasher makes the capture's hashes, null if it holds none
 */
public record CapturedLoop(
        String sql,
        List<Integer> bindTypes,
        int key,
        int keys,
        @Nullable String parentSql,
        @Nullable String parentColumn,
        List<List<@Nullable Integer>> hashes,
        List<Map<Integer, String>> values,
        @Nullable ValueHasher hasher) {
    /** A loop of more keys is cut: its server's time per key is the same. */
    public static final int MAX_KEYS = 1_000;

    public CapturedLoop {
        if (key < 1) {
            throw new IllegalArgumentException("key must be at least 1: " + key);
        }
        bindTypes = List.copyOf(bindTypes);
        values = List.copyOf(values);
        keys = Math.max(2, Math.min(keys, MAX_KEYS));
    }
}
