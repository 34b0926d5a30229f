package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import org.jspecify.annotations.Nullable;

/** Finds the verb of a statement. */
final class Verbs {
    private Verbs() {}

    static Verb of(Tokens tokens) {
        int i = 0;
        while (i < tokens.size() && tokens.kind(i) != Kind.WORD) { // "(select", "{? = call"
            i++;
        }
        if (!tokens.is(i, Keyword.WITH)) {
            return of(tokens.keyword(i));
        }
        int depth = 0;
        for (int j = i + 1; j < tokens.size(); j++) {
            if (tokens.is(j, '(')) {
                depth++;
            } else if (tokens.is(j, ')')) {
                depth--;
            } else if (depth == 0) {
                Verb verb = of(tokens.keyword(j));
                if (verb == Verb.SELECT || verb.isWrite()) {
                    return verb;
                }
            }
        }
        return Verb.OTHER;
    }

    private static Verb of(@Nullable Keyword keyword) {
        if (keyword == null) {
            return Verb.OTHER;
        }
        return switch (keyword) {
            case SELECT, VALUES, TABLE -> Verb.SELECT;
            case INSERT -> Verb.INSERT;
            case UPDATE -> Verb.UPDATE;
            case DELETE -> Verb.DELETE;
            case MERGE -> Verb.MERGE;
            case CALL -> Verb.CALL;
            case SET, RESET, DISCARD -> Verb.SET;
            case BEGIN, START, COMMIT, ROLLBACK, END, ABORT, SAVEPOINT, RELEASE -> Verb.TRANSACTION;
            case CREATE, ALTER, DROP, TRUNCATE, COMMENT, GRANT, REVOKE, REINDEX, REFRESH, REASSIGN, SECURITY, IMPORT ->
                Verb.DDL;
            default -> Verb.OTHER;
        };
    }
}
