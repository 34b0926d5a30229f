package dev.sonde.engine.statistics;

import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Expressions of a condition in the server's own words: {@code ((lower((a.email)::text) = $1) AND (a.tenant = 3))} holds
 * {@code lower((email)::text)}.
 */
final class ConditionText {

    private static final Pattern VALUE =
            Pattern.compile("(?s)\\(?(?:\\$\\d+|'.*'|\\d+(?:\\.\\d+)?|true|false)\\)?(?:::.*)?");
    private static final Pattern COLUMN =
            Pattern.compile("\\(*(?:[\\w$]+|\"[^\"]+\")\\.(?:[\\w$]+|\"[^\"]+\")\\)*(?:::[\\w .\\[\\]()]+)?");

    private ConditionText() {}

    /** Expressions other than columns that are compared with a value by {@code =}, columns without their alias. */
    static Set<String> equalExpressions(List<String> conditions, String alias) {
        Set<String> expressions = new TreeSet<>();
        for (String condition : conditions) {
            for (String term : split(unwrapped(condition), " AND ")) {
                List<String> sides = split(unwrapped(term), " = ");
                if (sides.size() == 2
                        && VALUE.matcher(sides.get(1)).matches()
                        && !COLUMN.matcher(sides.get(0)).matches()
                        && sides.get(0).contains(SqlIdentifier.quoted(alias) + ".")) {
                    expressions.add(unwrapped(withoutAlias(sides.get(0), alias)));
                }
            }
        }
        return expressions;
    }

    private static String withoutAlias(String text, String alias) {
        return text.replaceAll("(?<![\\w$\"])" + Pattern.quote(SqlIdentifier.quoted(alias)) + "\\.", "");
    }

    /** Without a pair of parentheses around all of it. */
    private static String unwrapped(String text) {
        String inner = text;
        while (inner.startsWith("(") && end(inner, 0) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1);
        }
        return inner;
    }

    /** Parts between separators that stand outside of parentheses and quotes. */
    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '\'' || c == '"') {
                i = end(text, i);
            } else if (text.startsWith(separator, i)) {
                parts.add(text.substring(start, i));
                start = i + separator.length();
                i = start - 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** Where the parenthesis or quote that opens at {@code from} closes; the last character if it does not. */
    private static int end(String text, int from) {
        char open = text.charAt(from);
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open != '(') {
                if (c == open) {
                    return i; // a doubled quote opens the next one at once
                }
            } else if (c == ')') {
                return i;
            } else if (c == '(' || c == '\'' || c == '"') {
                i = end(text, i);
            }
        }
        return text.length() - 1;
    }
}
