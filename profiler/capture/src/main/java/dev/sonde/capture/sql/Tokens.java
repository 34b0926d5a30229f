package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All tokens of a text in parallel arrays, so that the normaliser can look ahead and back. */
final class Tokens {
    // 10 MB of arrays; the kept text was cut long before, so that only the fingerprint lacks what follows
    private static final int MAX_TOKENS = 1 << 19;

    final String text;
    final boolean jdbc;
    private Kind[] kinds = new Kind[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private boolean[] spaces = new boolean[64];
    private @Nullable Keyword[] keywords = new @Nullable Keyword[64];
    private int size;
    private int trusted = Integer.MAX_VALUE;

    private Tokens(String text, boolean jdbc) {
        this.text = text;
        this.jdbc = jdbc;
    }

    static Tokens of(String text, boolean jdbc) {
        Tokens tokens = new Tokens(text, jdbc);
        SqlLexer lexer = new SqlLexer(text, jdbc);
        boolean escapeClause = false;
        for (Kind kind = lexer.next(); kind != Kind.END && tokens.size < MAX_TOKENS; kind = lexer.next()) {
            boolean continues = kind == Kind.STRING && tokens.kind(tokens.size - 1) == Kind.STRING;
            if (continues && (lexer.newlineBefore() || escapeClause)) {
                tokens.ends[tokens.size - 1] = lexer.end();
            } else {
                escapeClause = tokens.add(kind, lexer);
                continue;
            }
            escapeClause = false;
        }
        tokens.findDamage(lexer.unterminated());
        return tokens;
    }

    /**
     * A quote too few or too many turns strings inside out, and what was a value reads as names: {@code 'O'Brien'},
     * {@code 'it\'s'} where backslashes do not escape, a number or a UUID without quotes. The signs are a string or
     * name without an end, a backslash, and a word right behind a value; from the first value on nothing is trusted then.
     */
    private void findDamage(boolean unterminated) {
        int firstQuoted = Integer.MAX_VALUE;
        boolean damaged = unterminated;
        for (int i = 0; i < size; i++) {
            if (kinds[i] == Kind.STRING || kinds[i] == Kind.QUOTED) {
                firstQuoted = Math.min(firstQuoted, i);
            }
            boolean touches = kinds[i] == Kind.WORD && keywords[i] == null && i > 0 && !spaces[i];
            if (touches && kinds[i - 1] == Kind.NUMBER) {
                trusted = Math.min(trusted, i - 1);
            }
            damaged |= (touches && kinds[i - 1] == Kind.STRING) || is(i, '\\');
        }
        if (damaged) {
            trusted = Math.min(trusted, firstQuoted);
        }
    }

    /** How many tokens can be taken for what they seem to be; the rest may hold values in the place of names. */
    int trusted() {
        return Math.min(size, trusted);
    }

    // Answers whether the token was UESCAPE, which then belongs to the string before it
    private boolean add(Kind kind, SqlLexer lexer) {
        Keyword keyword = kind == Kind.WORD ? Keyword.of(text, lexer.start(), lexer.end()) : null;
        if (keyword == Keyword.UESCAPE && kind(size - 1) == Kind.STRING) {
            return true;
        }
        if (size == kinds.length) {
            int capacity = size * 2;
            kinds = Arrays.copyOf(kinds, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            spaces = Arrays.copyOf(spaces, capacity);
            keywords = Arrays.copyOf(keywords, capacity);
        }
        kinds[size] = kind;
        starts[size] = lexer.start();
        ends[size] = lexer.end();
        spaces[size] = lexer.spaceBefore();
        keywords[size] = keyword;
        size++;
        return false;
    }

    int size() {
        return size;
    }

    Kind kind(int index) {
        return index < 0 || index >= size ? Kind.END : kinds[index];
    }

    /** The keyword at an index; null if the token is another word, no word, or beyond either end. */
    @Nullable
    Keyword keyword(int index) {
        return index < 0 || index >= size ? null : keywords[index];
    }

    boolean is(int index, Keyword keyword) {
        return keyword(index) == keyword;
    }

    /** Whether the token is this one character, outside of strings and words. */
    boolean is(int index, char c) {
        return index >= 0 && index < size && ends[index] - starts[index] == 1 && text.charAt(starts[index]) == c;
    }

    boolean isCast(int index) {
        return kind(index) == Kind.PUNCTUATION
                && ends[index] - starts[index] == 2
                && text.charAt(starts[index] + 1) == ':';
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    boolean spaceBefore(int index) {
        return spaces[index];
    }
}
