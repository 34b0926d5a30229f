package dev.sonde.cli.importing;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of pg_stat_statements, of any version: times were called {@code total_time}, {@code mean_time}, … before
 * PostgreSQL 13, {@code total_exec_time}, … since, and planning is counted apart if {@code track_planning} is on.
 *
 * @param database name or object id, empty if the row does not say
 * @param minMillis shortest execution, NaN if not known
 */
record StatementRow(
        String database, String query, long calls, long rows, double totalMillis, double minMillis, double maxMillis) {

    /** What stands in place of texts that the role may not see. */
    static final String HIDDEN = "<insufficient privilege>";

    /**
     * Reads a row.
     *
     * @param columns by lower-case name
     * @throws IllegalArgumentException if a column is missing or holds no number; the message names it
     */
    static StatementRow of(Map<String, @Nullable String> columns) {
        boolean old = columns.containsKey("total_time");
        String exec = old ? "" : "exec_";
        double planning = old ? 0 : number(columns, "total_plan_time", 0);
        return new StatementRow(
                text(columns, columns.containsKey("datname") ? "datname" : "dbid", ""),
                text(columns, "query", null),
                (long) number(columns, "calls", Double.NaN),
                (long) number(columns, "rows", 0),
                number(columns, "total_" + exec + "time", Double.NaN) + planning,
                number(columns, "min_" + exec + "time", -1),
                number(columns, "max_" + exec + "time", 0));
    }

    private static String text(Map<String, @Nullable String> columns, String name, @Nullable String missing) {
        String value = columns.get(name);
        if (value == null && missing == null && !columns.containsKey(name)) {
            throw new IllegalArgumentException("column " + name + " is missing");
        }
        return value == null ? "" : value;
    }

    /**
     * @param missing value of a column that an older version lacks; NaN if all have it
     */
    private static double number(Map<String, @Nullable String> columns, String name, double missing) {
        String value = columns.get(name);
        if (value == null || value.isEmpty()) {
            if (Double.isNaN(missing)) {
                throw new IllegalArgumentException("column " + name + " is missing");
            }
            return missing;
        }
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number) && number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "column %s holds no number: %.40s", name, value));
    }
}
