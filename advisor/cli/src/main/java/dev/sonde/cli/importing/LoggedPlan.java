package dev.sonde.cli.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What auto_explain wrote of one execution, in its formats text and JSON.
 *
 * @param sql the text
 * @param parameters null if the log has none
 * @param rows that the root of the plan gave, -1 if the log does not say or the statement writes
 */
record LoggedPlan(String sql, @Nullable List<@Nullable String> parameters, long rows) {

    private static final String QUERY = "Query Text: ";
    private static final String PARAMETERS = "Query Parameters: ";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NODE =
            Pattern.compile("[A-Z][^\\n]*  \\(cost=\\d+\\.\\d+\\.\\.\\d+\\.\\d+ rows=\\d+ width=\\d+\\)([^\\n]*)");
    private static final Pattern ACTUAL = Pattern.compile("\\(actual [^)\\n]*rows=(\\d+)(?:\\.\\d+)? loops=1\\)");
    private static final Pattern WRITES = Pattern.compile("(?:Insert|Update|Delete|Merge) on .*");

    /** Reads what stands behind {@code plan:}; empty if it is neither text nor JSON. */
    static Optional<LoggedPlan> parse(String plan) {
        String text = plan.strip();
        if (text.startsWith("{")) {
            return json(text);
        }
        return text.startsWith(QUERY) ? text(text.substring(QUERY.length())) : Optional.empty();
    }

    private static Optional<LoggedPlan> json(String text) {
        try {
            JsonNode plan = JSON.readTree(text);
            String sql = plan.path("Query Text").asText("");
            JsonNode root = plan.path("Plan");
            boolean rowsKnown = root.has("Actual Rows")
                    && root.path("Actual Loops").asInt(1) == 1
                    && !root.path("Node Type").asText("").equals("ModifyTable");
            return sql.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LoggedPlan(
                            sql,
                            LoggedParameters.of(plan.path("Query Parameters").asText("")),
                            rowsKnown ? Math.round(root.path("Actual Rows").asDouble()) : -1));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<LoggedPlan> text(String text) {
        List<String> lines = text.lines().toList();
        int root = 1;
        Matcher node = null;
        for (; root < lines.size(); root++) {
            node = NODE.matcher(lines.get(root));
            if (node.matches()) {
                break;
            }
        }
        if (node == null || root == lines.size()) {
            return Optional.empty();
        }
        int end = root;
        List<@Nullable String> parameters = null;
        for (int i = root - 1; i > 0; i--) {
            if (lines.get(i).startsWith(PARAMETERS)) {
                end = i;
                parameters = LoggedParameters.of(
                        String.join("\n", lines.subList(i, root)).substring(PARAMETERS.length()));
            }
        }
        Matcher actual = ACTUAL.matcher(node.group(1));
        boolean rowsKnown = actual.find() && !WRITES.matcher(lines.get(root)).matches();
        return Optional.of(new LoggedPlan(
                String.join("\n", lines.subList(0, end)),
                parameters,
                rowsKnown ? Long.parseLong(actual.group(1)) : -1));
    }
}
