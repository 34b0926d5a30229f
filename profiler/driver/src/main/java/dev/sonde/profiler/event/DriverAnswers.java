package dev.sonde.profiler.event;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the driver's answers mean for a record. */
final class DriverAnswers {

    private DriverAnswers() {}

    /** The SQLSTATE of a failure; question marks if it has none. */
    static String sqlState(Throwable problem) {
        try {
            String state = problem instanceof SQLException sql ? sql.getSQLState() : null;
            return state == null || state.isEmpty() ? "?????" : state;
        } catch (RuntimeException theirs) {
            return "?????";
        }
    }

    /** Rows that a batch changed, as {@link #changed(long[])}. */
    static long changed(int @Nullable [] counts) {
        return changed(
                counts == null ? null : Arrays.stream(counts).asLongStream().toArray());
    }

    /** Rows that a batch changed, -1 if the driver did not tell one: it does not when it rewrites a batch to one statement. */
    static long changed(long @Nullable [] counts) {
        if (counts == null) {
            return -1;
        }
        long sum = 0;
        for (long count : counts) {
            if (count == Statement.SUCCESS_NO_INFO) {
                return -1;
            }
            sum += Math.max(0, count);
        }
        return sum;
    }

    /** Labels of a result's columns. */
    static List<String> labels(@Nullable ResultSetMetaData metaData) throws SQLException {
        if (metaData == null) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i));
        }
        return List.copyOf(labels);
    }
}
