package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;

/**
 * The tokens of a normalised statement, for those who change its text: where each begins and ends, and what it is.
 * Indexes beyond either end are answered as if nothing stood there. Immutable and threadsafe.
 */
public final class SqlTokens {
    private final Tokens tokens;
    private final Identifiers identifiers;
    private final int[] depths;

    private SqlTokens(Tokens tokens) {
        this.tokens = tokens;
        this.identifiers = new Identifiers(tokens);
        this.depths = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < depths.length; i++) {
            if (is(i, ")") || is(i, "]")) {
                depth--;
            }
            depths[i] = depth;
            if (is(i, "(") || is(i, "[")) {
                depth++;
            }
        }
    }

    /** The tokens of a text in the form of {@link NormalizedSql#sql()}. */
    public static SqlTokens of(String sql) {
        return new SqlTokens(Tokens.of(sql, false));
    }

    public int size() {
        return tokens.size();
    }

    public int start(int i) {
        return tokens.start(i);
    }

    public int end(int i) {
        return tokens.end(i);
    }

    /** Open brackets around a token; those of a bracket itself are the ones outside of it. */
    public int depth(int i) {
        return i < 0 || i >= depths.length ? 0 : depths[i];
    }

    /** The text of the tokens from one index to before another. */
    public String text(int from, int to) {
        return from >= to ? "" : tokens.text.substring(tokens.start(from), tokens.end(to - 1));
    }

    /** Whether a token that is neither string, name nor word has this text. */
    public boolean is(int i, String text) {
        Kind kind = tokens.kind(i);
        return (kind == Kind.PUNCTUATION || kind == Kind.OPERATOR)
                && tokens.end(i) - tokens.start(i) == text.length()
                && tokens.text.startsWith(text, tokens.start(i));
    }

    /** The word at an index in lower case; empty for everything else, quoted names among it. */
    public String word(int i) {
        return identifiers.word(i);
    }

    /** Whether a name may stand here: a quoted one, or a word that is not reserved. */
    public boolean isName(int i) {
        return identifiers.isName(i);
    }

    /** The name at an index as the server folds it; empty if it is none, or not decoded. */
    public String name(int i) {
        return identifiers.name(i);
    }

    /** The number of a parameter, 0 if the token is none. */
    public int parameter(int i) {
        if (tokens.kind(i) != Kind.DOLLAR) {
            return 0;
        }
        int end = Math.min(tokens.end(i), tokens.start(i) + 10);
        return Integer.parseInt(tokens.text, tokens.start(i) + 1, end, 10);
    }

    /** Whether the token is an operator, a sign of comparison among them. */
    public boolean isOperator(int i) {
        return tokens.kind(i) == Kind.OPERATOR;
    }

    /** The index of the bracket that closes the one at an index, {@link #size()} if none does. */
    public int closing(int open) {
        int i = open + 1;
        while (i < size() && depths[i] > depths[open]) {
            i++;
        }
        return i;
    }
}
