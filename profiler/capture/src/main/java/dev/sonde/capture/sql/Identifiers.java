package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.Locale;
import java.util.Set;

/** Names in a statement's tokens. */
final class Identifiers {
    /** Words that end an expression, a list of tables or an alias, so that they are no names where one could stand. */
    private static final Set<String> RESERVED = Set.of(
            "all",
            "and",
            "any",
            "array",
            "as",
            "asc",
            "between",
            "by",
            "case",
            "collate",
            "conflict",
            "cross",
            "default",
            "desc",
            "distinct",
            "do",
            "else",
            "end",
            "except",
            "exists",
            "false",
            "fetch",
            "for",
            "from",
            "full",
            "group",
            "having",
            "ilike",
            "in",
            "inner",
            "insert",
            "intersect",
            "into",
            "is",
            "isnull",
            "join",
            "lateral",
            "left",
            "like",
            "limit",
            "matched",
            "natural",
            "not",
            "notnull",
            "null",
            "offset",
            "on",
            "only",
            "or",
            "order",
            "outer",
            "overriding",
            "returning",
            "right",
            "select",
            "set",
            "similar",
            "some",
            "symmetric",
            "tablesample",
            "then",
            "to",
            "true",
            "union",
            "update",
            "using",
            "values",
            "when",
            "where",
            "window",
            "with");

    private final Tokens tokens;

    Identifiers(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The word at an index in lower case; empty for everything else, quoted names among it. */
    String word(int i) {
        return tokens.kind(i) == Kind.WORD
                ? tokens.text.substring(tokens.start(i), tokens.end(i)).toLowerCase(Locale.ROOT)
                : "";
    }

    boolean isWord(int i, String word) {
        return tokens.kind(i) == Kind.WORD
                && tokens.end(i) - tokens.start(i) == word.length()
                && tokens.text.regionMatches(true, tokens.start(i), word, 0, word.length());
    }

    boolean isName(int i) {
        return tokens.kind(i) == Kind.QUOTED || (tokens.kind(i) == Kind.WORD && !RESERVED.contains(word(i)));
    }

    /** The name at an index as the server folds it; empty for {@code U&"…"}, which is not decoded. */
    String name(int i) {
        if (tokens.kind(i) != Kind.QUOTED) {
            return word(i);
        }
        String quoted = tokens.text.substring(tokens.start(i), tokens.end(i));
        boolean closed = quoted.length() > 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
        return closed ? quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"") : "";
    }
}
