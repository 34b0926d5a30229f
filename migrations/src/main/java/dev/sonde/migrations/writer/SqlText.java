package dev.sonde.migrations.writer;

import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.sql.SqlToken;
import dev.sonde.migrations.sql.UnicodeEscapes;
import java.util.List;

/**
 * SQL text that says the same to PostgreSQL, to Flyway's parser and to a reader: one line, nothing invisible, no
 * placeholder, whatever names and values hold.
 */
public final class SqlText {

    private SqlText() {}

    static String identifier(String name) {
        return UnicodeEscapes.needed(name)
                ? "U&\"" + UnicodeEscapes.encoded(name).replace("\"", "\"\"") + '"'
                : SqlIdentifier.quoted(name);
    }

    /** A string literal that means the same whatever {@code standard_conforming_strings} is, as quote_literal does. */
    static String literal(String value) {
        if (!UnicodeEscapes.needed(value) && value.indexOf('\\') < 0) {
            return "'" + value.replace("'", "''") + "'";
        }
        StringBuilder literal = new StringBuilder("E'");
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int codePoint = value.codePointAt(i);
            if (codePoint == '\\' || codePoint == '\'') {
                literal.appendCodePoint(codePoint).appendCodePoint(codePoint);
            } else if (UnicodeEscapes.invisible(codePoint) || value.startsWith(UnicodeEscapes.PLACEHOLDER, i)) {
                literal.append(
                        codePoint > 0xFFFF ? String.format("\\U%08X", codePoint) : String.format("\\u%04X", codePoint));
            } else {
                literal.appendCodePoint(codePoint);
            }
        }
        return literal.append("'").toString();
    }

    /** A line comment that nothing in the text can end. */
    static String comment(String text) {
        StringBuilder comment = new StringBuilder("--");
        if (!text.isEmpty()) {
            comment.append(' ');
        }
        text.codePoints().forEach(codePoint -> {
            if (UnicodeEscapes.invisible(codePoint)) {
                comment.append(String.format("<U+%04X>", codePoint));
            } else {
                comment.appendCodePoint(codePoint);
            }
        });
        return comment.toString().replace(UnicodeEscapes.PLACEHOLDER, "$ {");
    }

    /** A body between dollar quotes whose tag does not occur in it. */
    static String dollarQuoted(String body) {
        String tag = "$sonde$";
        for (int number = 1; body.contains(tag); number++) {
            tag = "$sonde" + number + "$";
        }
        return tag + body + tag;
    }

    /** Text that the server deparsed or that was put together from quoted names, on one line. */
    public static String rewritten(String sql) {
        StringBuilder rewritten = new StringBuilder();
        for (SqlToken token : SqlToken.of(sql)) {
            if (token.spaced() && !rewritten.isEmpty()) {
                rewritten.append(' ');
            }
            rewritten.append(
                    switch (token.kind()) {
                        case QUOTED_IDENTIFIER ->
                            UnicodeEscapes.needed(token.value()) ? identifier(token.value()) : token.text();
                        case STRING -> literal(token.value());
                        case WORD, NUMBER, SYMBOL, OTHER_STRING, COMMENT -> token.text();
                    });
        }
        return rewritten.toString();
    }

    /**
     * Checks that an expression, a predicate or an operator class is no more than that.
     *
     * @throws IllegalArgumentException if it could end the statement it is put into
     */
    static void requireFragment(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        int depth = 0;
        for (SqlToken token : tokens) {
            boolean allowed = switch (token.kind()) {
                case QUOTED_IDENTIFIER, STRING, NUMBER -> true;
                case WORD -> !UnicodeEscapes.needed(token.text());
                case SYMBOL -> ";{}\\$".indexOf(token.text().charAt(0)) < 0;
                case OTHER_STRING -> token.text().matches("[BbXx]'[0-9A-Fa-f]*'");
                case COMMENT -> false;
            };
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            }
            if (!allowed || depth < 0) {
                throw new IllegalArgumentException("not an expression as PostgreSQL deparses it, at "
                        + comment(token.text()).substring(3) + ": "
                        + comment(sql).substring(3));
            }
        }
        if (depth != 0) {
            throw new IllegalArgumentException(
                    "unbalanced parentheses in " + comment(sql).substring(3));
        }
    }
}
