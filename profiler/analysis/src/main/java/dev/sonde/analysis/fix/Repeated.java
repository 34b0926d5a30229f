package dev.sonde.analysis.fix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement that repeats.
 *
 * @param kind of the finding: {@code keyed-loop}, {@code write-loop}, {@code paging-offset}, …
 * @param hints of its call sites
 * @param singleRows whether each execution reads one row at most
 * @param sql its normal form
 * @param key position of the bind that varies, from 1; 0 if not known
 * @param parentSql the query whose rows drive it, null if not known
 * @param parentColumn the column of it that holds the keys, null if not known
 */
public record Repeated(
        String kind,
        List<String> hints,
        boolean singleRows,
        String sql,
        int key,
        @Nullable String parentSql,
        @Nullable String parentColumn) {
    public Repeated {
        hints = List.copyOf(hints);
    }
}
