package dev.sonde.migrations.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A lexical element of SQL text, by PostgreSQL's rules with {@code standard_conforming_strings} on.
 *
 * @param text as written
 * @param value what a quoted element stands for, else the text
 * @param spaced whether white space stood before it
 * @param start offset of its first character
 */
public record SqlToken(Kind kind, String text, String value, boolean spaced, int start) {

    /** What an element is. */
    public enum Kind {
        WORD,
        NUMBER,
        SYMBOL,
        QUOTED_IDENTIFIER,
        STRING,
        /** A string in a form the server never deparses to: escapes, bits, dollar quotes; or an unclosed quote. */
        OTHER_STRING,
        COMMENT
    }

    /** Whether it is this word or symbol, unquoted; upper and lower case are the same. */
    public boolean is(String word) {
        return kind != Kind.QUOTED_IDENTIFIER && kind != Kind.STRING && text.equalsIgnoreCase(word);
    }

    /** Offset behind its last character. */
    public int end() {
        return start + text.length();
    }

    /** All elements of the text; nothing is lost but white space. */
    public static List<SqlToken> of(String sql) {
        return new Lexer(sql).tokens();
    }

    private static final class Lexer {
        private final String sql;
        private final List<SqlToken> tokens = new ArrayList<>();
        private int position;

        Lexer(String sql) {
            this.sql = sql;
        }

        List<SqlToken> tokens() {
            boolean spaced = false;
            while (position < sql.length()) {
                if (" \t\n\r\f\u000b".indexOf(sql.charAt(position)) >= 0) {
                    position++;
                    spaced = true;
                } else {
                    tokens.add(next(spaced));
                    spaced = false;
                }
            }
            return tokens;
        }

        private SqlToken next(boolean spaced) {
            int start = position;
            char c = sql.charAt(position);
            if (sql.startsWith("--", position)) {
                int end = sql.indexOf('\n', position);
                position = end < 0 ? sql.length() : end;
                return token(Kind.COMMENT, start, spaced);
            }
            if (sql.startsWith("/*", position)) {
                skipBlockComment();
                return token(Kind.COMMENT, start, spaced);
            }
            if ((c == 'u' || c == 'U') && (sql.startsWith("&\"", position + 1) || sql.startsWith("&'", position + 1))) {
                position += 2;
                Kind kind = sql.charAt(position) == '"' ? Kind.QUOTED_IDENTIFIER : Kind.OTHER_STRING;
                return quoted(kind, start, spaced, true);
            }
            if ((c == 'e' || c == 'E') && sql.startsWith("'", position + 1)) {
                position++;
                skipEscapeString();
                return token(Kind.OTHER_STRING, start, spaced);
            }
            if ("bBxXnN".indexOf(c) >= 0 && sql.startsWith("'", position + 1)) {
                position++;
                return quoted(Kind.OTHER_STRING, start, spaced, false);
            }
            if (c == '"' || c == '\'') {
                return quoted(c == '"' ? Kind.QUOTED_IDENTIFIER : Kind.STRING, start, spaced, false);
            }
            if (c == '$' && skipDollarString()) {
                return token(Kind.OTHER_STRING, start, spaced);
            }
            if (isWordStart(c)) {
                while (position < sql.length() && isWordPart(sql.charAt(position))) {
                    position++;
                }
                return token(Kind.WORD, start, spaced);
            }
            if (c >= '0' && c <= '9') {
                while (position < sql.length() && (isWordPart(sql.charAt(position)) || sql.charAt(position) == '.')) {
                    position++;
                }
                return token(Kind.NUMBER, start, spaced);
            }
            position++;
            return token(Kind.SYMBOL, start, spaced);
        }

        private SqlToken token(Kind kind, int start, boolean spaced) {
            String text = sql.substring(start, position);
            return new SqlToken(kind, text, text, spaced, start);
        }

        private SqlToken quoted(Kind kind, int start, boolean spaced, boolean unicode) {
            char quote = sql.charAt(position++);
            StringBuilder value = new StringBuilder();
            while (position < sql.length()) {
                char c = sql.charAt(position++);
                if (c != quote) {
                    value.append(c);
                } else if (position < sql.length() && sql.charAt(position) == quote) {
                    value.append(quote);
                    position++;
                } else {
                    String plain = unicode ? UnicodeEscapes.decoded(value.toString()) : value.toString();
                    return new SqlToken(kind, sql.substring(start, position), plain, spaced, start);
                }
            }
            return token(Kind.OTHER_STRING, start, spaced);
        }

        private void skipEscapeString() {
            position++;
            while (position < sql.length()) {
                char c = sql.charAt(position++);
                if (c == '\\') {
                    position++;
                } else if (c == '\'') {
                    if (position < sql.length() && sql.charAt(position) == '\'') {
                        position++;
                    } else {
                        return;
                    }
                }
            }
            position = sql.length();
        }

        private boolean skipDollarString() {
            int end = position + 1;
            while (end < sql.length() && sql.charAt(end) != '$' && isWordPart(sql.charAt(end))) {
                end++;
            }
            boolean tag = end < sql.length()
                    && sql.charAt(end) == '$'
                    && (end == position + 1 || isWordStart(sql.charAt(position + 1)));
            if (!tag) {
                return false;
            }
            String quote = sql.substring(position, end + 1);
            int close = sql.indexOf(quote, end + 1);
            position = close < 0 ? sql.length() : close + quote.length();
            return true;
        }

        private void skipBlockComment() {
            int depth = 0;
            while (position < sql.length()) {
                if (sql.startsWith("/*", position)) {
                    depth++;
                    position += 2;
                } else if (sql.startsWith("*/", position)) {
                    depth--;
                    position += 2;
                    if (depth == 0) {
                        return;
                    }
                } else {
                    position++;
                }
            }
        }

        private static boolean isWordStart(char c) {
            return c == '_' || c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private static boolean isWordPart(char c) {
            return isWordStart(c) || c == '$' || (c >= '0' && c <= '9');
        }
    }
}
