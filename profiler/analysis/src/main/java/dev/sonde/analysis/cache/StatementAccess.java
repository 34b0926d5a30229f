package dev.sonde.analysis.cache;

import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.TableAccess;
import dev.sonde.capture.sql.Verb;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement means for a cache.
 *
 * @param isRead whether it only reads
 * @param parameters how many binds and literals an execution must have for its key to be known
 * @param obstacle why its result must not be kept, empty if nothing is known against it
 * @param changesSettings whether it changes what later statements of the connection may see: role, search path, a
 *     variable of the service's own
 */
record StatementAccess(
        boolean isRead,
        Set<String> reads,
        Set<String> writes,
        boolean writesUnknown,
        int parameters,
        String obstacle,
        boolean changesSettings) {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d{1,5})");
    private static final Pattern SETTING = Pattern.compile(
            "(?is)\\s*set\\s+(?:session\\s+|local\\s+)?(?:search_path|role|session\\s+authorization|[\\w]+\\.[\\w.]+).*");

    static StatementAccess of(Statement statement) {
        TableAccess access = TableAccess.of(statement.sql());
        boolean isRead = access.verb() == Verb.SELECT && access.writes().isEmpty();
        return new StatementAccess(
                isRead,
                access.reads(),
                access.writes(),
                access.writesUnknown(),
                parameters(statement.sql()),
                isRead ? obstacle(statement, access) : "",
                access.functions().contains("set_config")
                        || SETTING.matcher(statement.sql()).matches());
    }

    // A "$7" inside of a quoted name asks for a bind too many: the statement is then said to have none
    private static int parameters(String sql) {
        int highest = 0;
        Matcher parameter = PARAMETER.matcher(sql);
        while (parameter.find()) {
            highest = Math.max(highest, Integer.parseInt(parameter.group(1)));
        }
        return highest;
    }

    private static String obstacle(Statement statement, TableAccess access) {
        if (statement.truncated() || !access.complete()) {
            return "its text was cut or is damaged, so that its tables are not known";
        }
        if (access.locksRows()) {
            return "it locks rows";
        }
        Set<String> unknown = new TreeSet<>();
        for (String function : new TreeSet<>(access.functions())) {
            if (KnownFunctions.isChanging(function)) {
                return "it calls " + function + ", whose result changes by itself";
            }
            if (!KnownFunctions.isRepeatable(function)) {
                unknown.add(function);
            }
        }
        if (!unknown.isEmpty()) {
            return "it calls " + String.join(", ", unknown) + ", and whether the result changes by itself is not known";
        }
        if (access.reads().isEmpty()) {
            return "it reads no table";
        }
        boolean catalog = access.reads().stream()
                .anyMatch(table -> table.startsWith("pg_")
                        || statement.sql().toLowerCase(Locale.ROOT).contains("information_schema."));
        return catalog ? "it reads the server's catalog, whose changes are not captured" : "";
    }
}
