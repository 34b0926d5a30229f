package dev.sonde.engine.plan;

import java.util.Map;

/** Reads a statement only as far as quotes, comments and parameters go. */
public final class StatementText {

    private StatementText() {}

    /** The value as an SQL string literal. */
    public static String literal(String value) {
        String quoted = "'" + value.replace("'", "''").replace("\\", "\\\\") + "'";
        return value.indexOf('\\') >= 0 ? " E" + quoted : quoted;
    }

    /** Whether a semicolon is followed by more than white space and comments. */
    public static boolean hasSeveralStatements(String sql) {
        boolean ended = false;
        for (int i = 0; i < sql.length(); ) {
            int next = endOfToken(sql, i);
            char c = sql.charAt(i);
            boolean blank = Character.isWhitespace(c) || isComment(sql, i);
            if (ended && !blank && c != ';') {
                return true;
            }
            ended |= c == ';' && next == i + 1;
            i = next;
        }
        return false;
    }

    /** The statement with some parameters replaced by SQL text. */
    public static String substitute(String sql, Map<Integer, String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sql.length(); ) {
            int next = endOfToken(sql, i);
            String token = sql.substring(i, next);
            String value = isParameter(token) ? values.get(Integer.parseInt(token.substring(1))) : null;
            text.append(value == null ? token : value);
            i = next;
        }
        return text.toString();
    }

    /** Whether a parameter is left. */
    public static boolean hasParameters(String sql) {
        for (int i = 0; i < sql.length(); ) {
            int next = endOfToken(sql, i);
            if (isParameter(sql.substring(i, next))) {
                return true;
            }
            i = next;
        }
        return false;
    }

    private static boolean isParameter(String token) {
        return token.length() > 1 && token.length() < 8 && token.charAt(0) == '$' && Character.isDigit(token.charAt(1));
    }

    private static boolean isComment(String sql, int i) {
        return sql.startsWith("--", i) || sql.startsWith("/*", i);
    }

    /** End of the quoted text, comment, word or single character that starts at {@code i}. */
    private static int endOfToken(String sql, int i) {
        char c = sql.charAt(i);
        if (c == '\'' || c == '"') {
            return endOfQuoted(sql, i, c == '\'' && isEscapePrefix(sql, i - 1));
        }
        if (sql.startsWith("--", i)) {
            int end = sql.indexOf('\n', i);
            return end < 0 ? sql.length() : end + 1;
        }
        if (sql.startsWith("/*", i)) {
            return endOfComment(sql, i);
        }
        if (c == '$') {
            return endOfDollar(sql, i);
        }
        if (Character.isLetter(c) || c == '_') {
            int end = i;
            while (end < sql.length()
                    && (Character.isLetterOrDigit(sql.charAt(end)) || "_$".indexOf(sql.charAt(end)) >= 0)) {
                end++;
            }
            return end;
        }
        return i + 1;
    }

    /** Whether an {@code E} stands there by itself; at the end of a name it is part of the name, and what follows is plain. */
    private static boolean isEscapePrefix(String sql, int i) {
        if (i < 0 || Character.toUpperCase(sql.charAt(i)) != 'E') {
            return false;
        }
        char before = i == 0 ? ' ' : sql.charAt(i - 1);
        return !Character.isLetterOrDigit(before) && before != '_' && before != '$';
    }

    private static int endOfDollar(String sql, int i) {
        int end = i + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        boolean tag = end == i + 1 || !Character.isDigit(sql.charAt(i + 1));
        if (tag && end < sql.length() && sql.charAt(end) == '$') {
            String delimiter = sql.substring(i, end + 1);
            int close = sql.indexOf(delimiter, end + 1);
            return close < 0 ? sql.length() : close + delimiter.length();
        }
        return end;
    }

    private static int endOfQuoted(String sql, int start, boolean escapes) {
        char quote = sql.charAt(start);
        int i = start + 1;
        while (i < sql.length()) {
            if (escapes && sql.charAt(i) == '\\') {
                i += 2;
            } else if (sql.charAt(i) != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    private static int endOfComment(String sql, int start) {
        int depth = 0;
        for (int i = start; i < sql.length(); ) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return sql.length();
    }
}
