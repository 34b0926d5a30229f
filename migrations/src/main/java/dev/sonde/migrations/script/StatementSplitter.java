package dev.sonde.migrations.script;

import dev.sonde.migrations.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a file where Flyway does: at semicolons outside of quotes, comments and {@code BEGIN ATOMIC} bodies. */
final class StatementSplitter {

    private static final Pattern END_OF_COPY = Pattern.compile("(?m)^\\\\\\.[ \\t]*\\r?$");

    private final String text;
    private final List<ScriptStatement> statements = new ArrayList<>();
    private final List<SqlToken> tokens = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private int atomicDepth;
    private int line = 1;
    private int lineStart;
    private int counted;

    private StatementSplitter(String text) {
        this.text = text;
    }

    static List<ScriptStatement> split(String text) {
        StatementSplitter splitter = new StatementSplitter(text);
        splitter.run();
        return List.copyOf(splitter.statements);
    }

    private void run() {
        int offset = 0;
        while (offset < text.length()) {
            int next = splitUntilCopyData(offset);
            if (next < 0) {
                break;
            }
            offset = next;
        }
        finish();
    }

    /** Goes on from an offset; returns where to go on after data of COPY, negative at the end of the file. */
    private int splitUntilCopyData(int offset) {
        for (SqlToken found : SqlToken.of(text.substring(offset))) {
            SqlToken token =
                    new SqlToken(found.kind(), found.text(), found.value(), found.spaced(), found.start() + offset);
            if (token.kind() == SqlToken.Kind.COMMENT) {
                if (tokens.isEmpty()) {
                    comments.add(token.text());
                }
            } else if (token.is(";") && atomicDepth == 0) {
                boolean copy = isCopyFromStdin();
                finish();
                if (copy) {
                    return endOfCopyData(token.end());
                }
            } else {
                adjustDepth(token);
                tokens.add(token);
            }
        }
        return -1;
    }

    private void adjustDepth(SqlToken token) {
        if (token.is("atomic")
                && !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).is("begin")) {
            atomicDepth = 1;
        } else if (atomicDepth > 0 && token.is("case")) {
            atomicDepth++;
        } else if (atomicDepth > 0 && token.is("end")) {
            atomicDepth--;
        }
    }

    private boolean isCopyFromStdin() {
        if (tokens.isEmpty() || !tokens.get(0).is("copy")) {
            return false;
        }
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("from") && tokens.get(i + 1).is("stdin")) {
                return true;
            }
        }
        return false;
    }

    private int endOfCopyData(int from) {
        Matcher end = END_OF_COPY.matcher(text);
        return end.find(from) ? end.end() : -1;
    }

    private void finish() {
        if (!tokens.isEmpty()) {
            int start = tokens.get(0).start();
            int end = tokens.get(tokens.size() - 1).end();
            int firstLine = lineAt(start);
            int column = start - lineStart + 1;
            statements.add(new ScriptStatement(
                    text.substring(start, end), tokens, comments, firstLine, column, lineAt(end - 1)));
        }
        tokens.clear();
        comments.clear();
        atomicDepth = 0;
    }

    private int lineAt(int offset) {
        for (; counted < offset; counted++) {
            if (text.charAt(counted) == '\n') {
                line++;
                lineStart = counted + 1;
            }
        }
        return line;
    }
}
