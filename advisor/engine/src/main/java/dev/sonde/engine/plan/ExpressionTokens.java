package dev.sonde.engine.plan;

import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;

/** Splits what EXPLAIN prints into tokens. */
final class ExpressionTokens {

    enum Kind {
        WORD,
        QUOTED,
        NUMBER,
        STRING,
        PARAMETER,
        OPERATOR,
        PUNCTUATION,
        END
    }

    /** {@code text} is without the quotes of an identifier, with those of a string. */
    record Token(Kind kind, String text) {
        String sql() {
            return kind == Kind.QUOTED ? SqlIdentifier.quoted(text) : text;
        }
    }

    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

    private ExpressionTokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int start = i;
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '\''
                    || ((c == 'E' || c == 'B' || c == 'X') && i + 1 < text.length() && text.charAt(i + 1) == '\'')) {
                i = endOfString(text, c == '\'' ? i : i + 1, c == 'E');
                tokens.add(new Token(Kind.STRING, text.substring(start, i)));
            } else if (c == '"') {
                i = endOfString(text, i, false);
                String name = text.substring(start + 1, Math.max(start + 1, i - 1));
                tokens.add(new Token(Kind.QUOTED, name.replace("\"\"", "\"")));
            } else if (c == '$' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1))) {
                i = endOfDigits(text, i + 1);
                tokens.add(new Token(Kind.PARAMETER, text.substring(start, i)));
            } else if (Character.isDigit(c)) {
                while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '.')) {
                    i++;
                }
                tokens.add(new Token(Kind.NUMBER, text.substring(start, i)));
            } else if (Character.isLetter(c) || c == '_') {
                while (i < text.length()
                        && (Character.isLetterOrDigit(text.charAt(i)) || "_$".indexOf(text.charAt(i)) >= 0)) {
                    i++;
                }
                tokens.add(new Token(Kind.WORD, text.substring(start, i)));
            } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
                while (i < text.length() && OPERATOR_CHARACTERS.indexOf(text.charAt(i)) >= 0) {
                    i++;
                }
                tokens.add(new Token(Kind.OPERATOR, text.substring(start, i)));
            } else {
                i += text.startsWith("::", i) ? 2 : 1;
                tokens.add(new Token(Kind.PUNCTUATION, text.substring(start, i)));
            }
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private static int endOfDigits(String text, int from) {
        int i = from;
        while (i < text.length() && Character.isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int endOfString(String text, int quote, boolean backslashes) {
        char delimiter = text.charAt(quote);
        int i = quote + 1;
        while (i < text.length()) {
            if (backslashes && text.charAt(i) == '\\') {
                i += 2;
            } else if (text.charAt(i) != delimiter) {
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == delimiter) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return text.length(); // not closed; the server prints no such thing
    }
}
