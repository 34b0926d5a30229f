package dev.sonde.engine.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/**
 * Takes constants out of a plan: they are values from the statistics, put in for binds, and a report travels further than
 * a snapshot. Names and figures stay.
 */
final class PlanConstants {
    /** What holds names or words of EXPLAIN's own, and no expression. */
    private static final Set<String> NAMES = Set.of(
            "Alias",
            "CTE Name",
            "Command",
            "Custom Plan Provider",
            "Function Name",
            "Index Name",
            "Join Type",
            "Node Type",
            "Operation",
            "Parent Relationship",
            "Partial Mode",
            "Relation Name",
            "Scan Direction",
            "Schema",
            "Storage",
            "Strategy",
            "Subplan Name",
            "Table Function Name",
            "Tuplestore Name");

    /** EXPLAIN numbers its sub-plans. */
    private static final Set<String> PLANS = Set.of("InitPlan ", "SubPlan ");

    private PlanConstants() {}

    static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                copy.set(field.getKey(), NAMES.contains(field.getKey()) ? field.getValue() : masked(field.getValue()));
            }
            return copy;
        } else if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(masked(element)));
            return copy;
        }
        return node.isTextual() ? TextNode.valueOf(masked(node.textValue())) : node;
    }

    /** An expression as the server deparses it, without its strings and numbers. */
    static String masked(String expression) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < expression.length()) {
            char c = expression.charAt(i);
            int end = i + 1;
            if (c == '"') {
                end = endOfQuoted(expression, i, false);
                text.append(expression, i, end);
            } else if (c == '\'') {
                boolean escapes = i > 0 && expression.charAt(i - 1) == 'E';
                end = endOfQuoted(expression, i, escapes);
                if (escapes || endsWithPrefix(text)) {
                    text.setLength(text.length() - 1);
                }
                text.append('?');
            } else if (isWordPart(c)) {
                while (end < expression.length() && isWordPart(expression.charAt(end))) {
                    end++;
                }
                text.append(c < '0' || c > '9' || namesPlan(text) ? expression.substring(i, end) : "?");
            } else {
                text.append(c);
            }
            i = end;
        }
        return text.toString();
    }

    private static boolean namesPlan(StringBuilder text) {
        return PLANS.stream()
                .anyMatch(plan -> text.length() >= plan.length()
                        && text.substring(text.length() - plan.length()).equals(plan));
    }

    // B'…' and X'…', behind something that is no word
    private static boolean endsWithPrefix(StringBuilder text) {
        int last = text.length() - 1;
        return last >= 0 && "BX".indexOf(text.charAt(last)) >= 0 && (last == 0 || !isWordPart(text.charAt(last - 1)));
    }

    // A dot between digits belongs to the number; "t.c" and "$1" are one word as well
    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
    }

    private static int endOfQuoted(String text, int start, boolean escapes) {
        char quote = text.charAt(start);
        int i = start + 1;
        while (i < text.length()) {
            if (escapes && text.charAt(i) == '\\') {
                i += 2;
            } else if (text.charAt(i) != quote) {
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return text.length();
    }
}
