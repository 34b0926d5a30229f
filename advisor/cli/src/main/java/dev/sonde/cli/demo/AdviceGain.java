package dev.sonde.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.cli.output.VisibleText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For each index of the advice: what was estimated, what was measured, and whether the server's plan uses it. */
final class AdviceGain {

    private static final Pattern NAME = Pattern.compile(
            "index (?:concurrently )?(?:if not exists )?(\"(?:[^\"]|\"\")+\"|\\w+) on", Pattern.CASE_INSENSITIVE);

    private final DemoServer server;
    private final JsonNode advice;
    private final Map<String, JsonNode> after = new HashMap<>();

    AdviceGain(DemoServer server, JsonNode advice, JsonNode reportAfter) {
        this.server = server;
        this.advice = advice;
        reportAfter
                .path("statements")
                .forEach(statement -> after.put(statement.path("fingerprint").asText(), statement));
    }

    void print(Consumer<String> line) throws SQLException {
        line.accept("");
        line.accept("Gain per statement; cost is estimated by the planner on the twin, times are measured under load:");
        try (Connection connection = server.connect();
                Statement explain = connection.createStatement()) {
            for (JsonNode item : advice.path("advice")) {
                String index = nameOf(item.path("statement").asText());
                line.accept("  " + index);
                for (JsonNode query : item.path("queries")) {
                    JsonNode now = after.get(query.path("fingerprint").asText());
                    line.accept(String.format(
                            Locale.ROOT,
                            "    cost %,.0f -> %,.0f   mean %s -> %s ms   plan uses it: %s   %s",
                            query.path("costBefore").asDouble(),
                            query.path("costAfter").asDouble(),
                            figure(query.path("measuredBeforeMs")),
                            now == null ? "not run" : figure(now.path("averageMillis")),
                            uses(explain, query.path("sql").asText(), index) ? "yes" : "no",
                            shortened(query.path("sql").asText())));
                }
            }
        }
    }

    private static boolean uses(Statement explain, String sql, String index) throws SQLException {
        String name = index.replace("\"", "");
        try (ResultSet plan = explain.executeQuery("explain (generic_plan) " + sql)) {
            while (plan.next()) {
                if (plan.getString(1).contains(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String nameOf(String statement) {
        Matcher matcher = NAME.matcher(statement);
        return matcher.find() ? matcher.group(1) : statement;
    }

    private static String figure(JsonNode millis) {
        return millis.isNumber() ? String.format(Locale.ROOT, "%.2f", millis.asDouble()) : "?";
    }

    private static String shortened(String sql) {
        String line = VisibleText.line(sql);
        return line.length() > 70 ? line.substring(0, 67) + "..." : line;
    }
}
