package dev.sonde.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.cli.output.VisibleText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For each index of the advice: what was estimated, what was measured, and how often the server used it. */
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
        line.accept("Gain: cost is estimated by the planner on the twin; means are measured under load; scans are the"
                + " server's own count.");
        for (JsonNode item : advice.path("advice")) {
            String index = nameOf(item.path("statement").asText());
            line.accept(String.format(Locale.ROOT, "  %s  (%,d scans since it was built)", index, scans(index)));
            for (JsonNode query : item.path("queries")) {
                JsonNode now = after.get(query.path("fingerprint").asText());
                line.accept(String.format(
                        Locale.ROOT,
                        "    cost %,.0f -> %,.0f   mean %s -> %s ms   %s",
                        query.path("costBefore").asDouble(),
                        query.path("costAfter").asDouble(),
                        figure(query.path("measuredBeforeMs")),
                        now == null ? "not run" : figure(now.path("averageMillis")),
                        shortened(query.path("sql").asText())));
            }
        }
    }

    private long scans(String index) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement statistics =
                        connection.prepareStatement("select coalesce(max(idx_scan), 0) from pg_stat_user_indexes"
                                + " where indexrelid = to_regclass(?)")) {
            statistics.setString(1, index);
            try (ResultSet rows = statistics.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
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
