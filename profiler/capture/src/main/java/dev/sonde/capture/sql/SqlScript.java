package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a script of many statements where psql splits it: at semicolons outside of quotes, comments, parentheses and
 * bodies of SQL routines ({@code begin atomic … end}).
 */
public final class SqlScript {

    /**
     * One statement of a script.
     *
     * @param text without the semicolon and without what stands before and after it
     * @param line of its first word, from 1
     * @param before comments and white space between the semicolon before it and its first word
     * @param isFirst whether no semicolon stands before it
     */
    public record Part(String text, int line, String before, boolean isFirst) {}

    /** A place that cannot be read; the message begins with the line. */
    public static final class ScriptException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        ScriptException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** From 1. */
        public int line() {
            return line;
        }
    }

    private final String script;
    private final SqlLexer lexer;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> firstWords = new ArrayList<>();
    private int gapStart;
    private int start = -1;
    private int end;
    private int depth;
    private int blocks;
    private int counted;
    private int line = 1;

    private SqlScript(String script) {
        this.script = script;
        lexer = new SqlLexer(script, false);
    }

    /**
     * The statements in their order; empty ones are left out.
     *
     * @throws ScriptException for a quote that is not closed, and for a backslash, which is psql's and no SQL
     */
    public static List<Part> split(String script) throws ScriptException {
        return new SqlScript(script).run();
    }

    private List<Part> run() throws ScriptException {
        for (Kind kind = lexer.next(); kind != Kind.END; kind = lexer.next()) {
            char c = script.charAt(lexer.start());
            if (kind == Kind.PUNCTUATION && c == '\\') {
                throw new ScriptException(
                        lineOf(lexer.start()), "a backslash begins a command of psql, and only SQL is read");
            }
            if (lexer.unterminated()) {
                throw new ScriptException(lineOf(lexer.start()), "the quote that begins here is not closed");
            }
            if (kind == Kind.PUNCTUATION && c == ';' && depth <= 0 && blocks == 0) {
                finish();
                gapStart = lexer.end();
            } else {
                track(kind, c);
            }
        }
        finish();
        return parts;
    }

    private void track(Kind kind, char c) {
        if (start < 0) {
            start = lexer.start();
        }
        end = lexer.end();
        if (kind == Kind.PUNCTUATION) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        } else if (kind == Kind.WORD && end - lexer.start() <= 16) {
            String word = script.substring(lexer.start(), end).toLowerCase(Locale.ROOT);
            if (firstWords.size() < 4) {
                firstWords.add(word);
            }
            if (definesRoutine()) {
                boolean opens = word.equals("begin") || (blocks > 0 && word.equals("case"));
                blocks += opens ? 1 : word.equals("end") && blocks > 0 ? -1 : 0;
            }
        }
    }

    private boolean definesRoutine() {
        int kind = firstWords.size() > 2 && firstWords.get(1).equals("or") ? 3 : 1;
        return firstWords.size() > kind
                && firstWords.get(0).equals("create")
                && (firstWords.get(kind).equals("function")
                        || firstWords.get(kind).equals("procedure"));
    }

    private void finish() {
        if (start >= 0) {
            parts.add(new Part(
                    script.substring(start, end), lineOf(start), script.substring(gapStart, start), gapStart == 0));
        }
        start = -1;
        depth = 0;
        blocks = 0;
        firstWords.clear();
    }

    /** Asked for places in their order, so that all of them take one pass. */
    private int lineOf(int offset) {
        for (; counted < offset; counted++) {
            if (script.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }
}
