package dev.sonde.capture.sql;

/**
 * Splits a text into PostgreSQL's tokens, in one pass and without allocating. Never fails: what is not terminated ends
 * with the text, what is no token is one of its own.
 *
 * <p>In JDBC text a single question mark is a parameter and two are an operator's question mark. In native text, as
 * the server reads it, question marks are operators and parameters are {@code $1}.
 */
final class SqlLexer {
    enum Kind {
        END,
        WORD,
        QUOTED,
        NUMBER,
        STRING,
        /** A JDBC parameter. */
        QUESTION,
        /** A native parameter, {@code $1}. */
        DOLLAR,
        OPERATOR,
        /** One character: parentheses, brackets, comma, semicolon, dot, colon. */
        PUNCTUATION
    }

    private final String text;
    private final boolean jdbc;
    private int position;

    private int start;
    private boolean spaceBefore;
    private boolean newlineBefore;
    private boolean unterminated;

    SqlLexer(String text, boolean jdbc) {
        this.text = text;
        this.jdbc = jdbc;
    }

    /** Start of the token that {@link #next} returned last. */
    int start() {
        return start;
    }

    int end() {
        return position;
    }

    /** Whether white space or a comment lies before the token. */
    boolean spaceBefore() {
        return spaceBefore;
    }

    /** Whether a line end lies before the token, so that a string continues the string before it. */
    boolean newlineBefore() {
        return newlineBefore;
    }

    /** Whether a string or a quoted name was ended by nothing but the text's end. */
    boolean unterminated() {
        return unterminated;
    }

    Kind next() {
        skipSpace();
        start = position;
        if (position >= text.length()) {
            return Kind.END;
        }
        char c = text.charAt(position);
        char following = at(position + 1);
        if (isWordStart(c)) {
            return wordOrPrefixedString(c, following);
        } else if (isDigit(c) || (c == '.' && isDigit(following))) {
            return number();
        } else if (c == '\'') {
            return string(position, false);
        } else if (c == '"') {
            position = quotedEnd(position, '"', false);
            return Kind.QUOTED;
        } else if (c == '$') {
            return dollar(following);
        } else if (c == '?' && jdbc && following != '?') {
            position++;
            return Kind.QUESTION;
        } else if (isOperator(c)) {
            return operator();
        } else if (c == ':' && (following == ':' || following == '=')) {
            position += 2;
            return Kind.PUNCTUATION;
        }
        position++;
        return Kind.PUNCTUATION;
    }

    private void skipSpace() {
        spaceBefore = false;
        newlineBefore = false;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c <= ' ' || c == 0xa0 || c == 0xfeff) { // control characters too: the server takes none of them
                newlineBefore |= c == '\n' || c == '\r';
                position++;
            } else if (c == '-' && at(position + 1) == '-') {
                while (position < text.length() && text.charAt(position) != '\n' && text.charAt(position) != '\r') {
                    position++;
                }
            } else if (c == '/' && at(position + 1) == '*') {
                skipBlockComment();
            } else {
                return;
            }
            spaceBefore = true;
        }
    }

    private void skipBlockComment() {
        int depth = 0;
        do {
            char c = text.charAt(position);
            char following = at(position + 1);
            if (c == '/' && following == '*') {
                depth++;
                position += 2;
            } else if (c == '*' && following == '/') {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < text.length());
        position = Math.min(position, text.length());
    }

    private Kind wordOrPrefixedString(char c, char following) {
        if (following == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            return string(position + 1, c == 'e' || c == 'E');
        } else if (following == '&' && (c == 'u' || c == 'U')) {
            char quote = at(position + 2);
            if (quote == '\'') {
                return string(position + 2, false);
            } else if (quote == '"') {
                position = quotedEnd(position + 2, '"', false);
                return Kind.QUOTED;
            }
        }
        position++;
        while (position < text.length() && isWordPart(text.charAt(position))) {
            position++;
        }
        return Kind.WORD;
    }

    private Kind string(int quote, boolean backslashes) {
        position = quotedEnd(quote, '\'', backslashes);
        return Kind.STRING;
    }

    private int quotedEnd(int quoteAt, char quote, boolean backslashes) {
        int i = quoteAt + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && backslashes) {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (at(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        unterminated = true;
        return text.length();
    }

    private Kind dollar(char following) {
        if (isDigit(following)) {
            position++;
            while (isDigit(at(position))) {
                position++;
            }
            return Kind.DOLLAR;
        }
        int tagEnd = position + 1;
        if (isWordStart(following)) {
            while (tagEnd < text.length() && isWordPart(text.charAt(tagEnd)) && text.charAt(tagEnd) != '$') {
                tagEnd++;
            }
        }
        if (at(tagEnd) != '$') {
            position++;
            return Kind.PUNCTUATION;
        }
        int length = tagEnd + 1 - position;
        int close = closingTag(position, length);
        unterminated |= close < 0;
        position = close < 0 ? text.length() : close + length;
        return Kind.STRING;
    }

    // Looks at each '$' once, so that a long tag over a long text stays linear: a tag holds no '$' inside
    private int closingTag(int tag, int length) {
        int i = text.indexOf('$', tag + length);
        while (i >= 0) {
            int matched = 1;
            while (matched < length && at(i + matched) == text.charAt(tag + matched)) {
                matched++;
            }
            if (matched == length) {
                return i;
            }
            i = text.indexOf('$', i + matched);
        }
        return -1;
    }

    private Kind number() {
        char second = at(position + 1);
        if (text.charAt(position) == '0' && "xXoObB".indexOf(second) >= 0 && second != 0) {
            position += 2;
            while (isHexDigit(at(position)) || at(position) == '_') {
                position++;
            }
            return Kind.NUMBER;
        }
        digits();
        if (at(position) == '.' && at(position + 1) != '.') {
            position++;
            digits();
        }
        char exponent = at(position);
        if (exponent == 'e' || exponent == 'E') {
            char sign = at(position + 1);
            if (isDigit(sign)) {
                position++;
                digits();
            } else if ((sign == '-' || sign == '+') && isDigit(at(position + 2))) {
                position += 2;
                digits();
            }
        }
        return Kind.NUMBER;
    }

    private void digits() {
        while (isDigit(at(position)) || (at(position) == '_' && isDigit(at(position + 1)))) {
            position++;
        }
    }

    private Kind operator() {
        boolean special = false;
        while (position < text.length()) {
            char c = text.charAt(position);
            char following = at(position + 1);
            boolean comment = (c == '-' && following == '-') || (c == '/' && following == '*');
            if (!isOperator(c) || comment) {
                break;
            }
            if (c == '?' && jdbc) {
                if (following != '?') {
                    break;
                }
                position++;
            }
            special |= "~!@#%^&|`?".indexOf(c) >= 0;
            position++;
        }
        // The server's own rule, which lets a*-1 and a=-1 be read as they are meant
        while (!special && position - start > 1 && "+-".indexOf(text.charAt(position - 1)) >= 0) {
            position--;
        }
        return Kind.OPERATOR;
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 0x80 && c != 0xa0 && c != 0xfeff);
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }

    private static boolean isOperator(char c) {
        return c < 0x80 && "+-*/<>=~!@#%^&|`?".indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
