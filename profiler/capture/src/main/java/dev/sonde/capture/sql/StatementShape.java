package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * What the tokens of a normalised statement tell a detector of loops.
 *
 * @param listLength length of the longest IN list or array constructor, 0 if there is none
 * @param arrayParameter whether an array is bound: {@code = any ($1)}
 * @param pagingPositions parameters of LIMIT, OFFSET and FETCH
 * @param skipsLocked whether rows are taken from a queue: {@code skip locked}
 */
public record StatementShape(
        Verb verb, int listLength, boolean arrayParameter, Set<Integer> pagingPositions, boolean skipsLocked) {
    public StatementShape {
        pagingPositions = Set.copyOf(pagingPositions);
    }

    /** The shape of a text in the form of {@link NormalizedSql#sql()}. */
    public static StatementShape of(String sql) {
        Tokens tokens = Tokens.of(sql, false);
        int listLength = 0;
        boolean arrayParameter = false;
        boolean skipsLocked = false;
        Set<Integer> paging = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Keyword keyword = tokens.keyword(i);
            if (keyword == Keyword.IN && tokens.is(i + 1, '(') || keyword == Keyword.ARRAY && tokens.is(i + 1, '[')) {
                listLength = Math.max(listLength, listLength(tokens, i + 2));
            } else if ((keyword == Keyword.ANY || keyword == Keyword.ALL)
                    && tokens.is(i + 1, '(')
                    && tokens.kind(i + 2) == Kind.DOLLAR) {
                arrayParameter = true;
            } else if (keyword == Keyword.LOCKED && tokens.is(i - 1, Keyword.SKIP)) {
                skipsLocked = true;
            } else if (tokens.kind(i) == Kind.DOLLAR && isPaging(tokens, i - 1)) {
                paging.add(Integer.parseInt(sql, tokens.start(i) + 1, tokens.end(i), 10));
            }
        }
        return new StatementShape(Verbs.of(tokens), listLength, arrayParameter, paging, skipsLocked);
    }

    /** Whether one execution looks up several keys. */
    public boolean isBatched() {
        return arrayParameter || listLength > 1;
    }

    private static boolean isPaging(Tokens tokens, int before) {
        Keyword keyword = tokens.keyword(before);
        return keyword == Keyword.LIMIT
                || keyword == Keyword.OFFSET
                || ((keyword == Keyword.FIRST || keyword == Keyword.NEXT) && tokens.is(before - 1, Keyword.FETCH));
    }

    // A subquery is no list: its text starts with a word
    private static int listLength(Tokens tokens, int first) {
        if (tokens.kind(first) == Kind.WORD) {
            return 0;
        }
        int length = 1;
        int depth = 0;
        for (int i = first; i < tokens.size() && depth >= 0; i++) {
            if (tokens.is(i, '(') || tokens.is(i, '[')) {
                depth++;
            } else if (tokens.is(i, ')') || tokens.is(i, ']')) {
                depth--;
            } else if (depth == 0 && tokens.is(i, ',')) {
                length++;
            }
        }
        return length;
    }
}
