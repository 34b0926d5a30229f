package dev.sonde.capture.sql;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.sql.SqlLexer.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values out of a statement and gives it its identifiers. Never throws and takes time linear in the text.
 *
 * <p>Three kinds of number stay, because a parameter in their place would be wrong: those after LIMIT, OFFSET and
 * FETCH, type modifiers ({@code numeric(10, 2)}), and ordinals in ORDER BY and GROUP BY. A typed literal
 * ({@code date '2026-01-01'}) becomes a cast ({@code $1::date}). A literal in GROUP BY or ORDER BY that equals an
 * earlier one shares its parameter, since the server must see that both expressions are the same.
 */
public final class SqlNormalizer {
    /** Longest text that is kept. */
    public static final int MAX_LENGTH = 16 * 1024;

    // A number with more digits is none of the three that stay, but perhaps somebody's card
    private static final int MAX_LIMIT_DIGITS = 10;
    private static final int MAX_MODIFIER_DIGITS = 8;
    private static final int MAX_ORDINAL_DIGITS = 4;

    private static final long CAST = ContentHash.add(ContentHash.START, "::", 0, 2);

    private final Tokens tokens;
    private final Verb verb;
    private final boolean broken;
    private final boolean masked;
    private final boolean secretSetting;
    private final StatementText out;
    private final Fingerprinter fingerprint = new Fingerprinter();

    private int depth;
    private int byDepth = -1;
    private int modifierDepth = -1;
    private boolean afterCast;
    private boolean assigned;

    private SqlNormalizer(String sql, boolean jdbc) {
        tokens = Tokens.of(sql, jdbc);
        verb = Verbs.of(tokens);
        broken = tokens.trusted() < tokens.size();
        masked = broken || Secrets.carriedBy(tokens, verb);
        secretSetting = Secrets.inSetting(tokens);
        out = new StatementText(tokens, MAX_LENGTH);
    }

    /** Normalises a text as it is given to JDBC: {@code ?} is a parameter, {@code ??} an operator's question mark. */
    public static NormalizedSql normalize(String jdbcSql) {
        return new SqlNormalizer(jdbcSql, true).run();
    }

    /** Normalises a text as the server reads it: {@code $1} is a parameter, {@code ?} an operator. */
    public static NormalizedSql normalizeNative(String sql) {
        return new SqlNormalizer(sql, false).run();
    }

    private NormalizedSql run() {
        int size = tokens.trusted();
        while (size > 0 && tokens.is(size - 1, ';')) {
            size--;
        }
        int i = 0;
        while (i < size) {
            i = step(i);
        }
        if (broken) {
            literal(i, null);
        }
        String sql = out.text();
        long id = ContentHash.add(ContentHash.START, sql, 0, sql.length());
        NormalizedSql result =
                new NormalizedSql(sql, 0, fingerprint.finish(), out.slots(), verb, masked, broken || out.cut());
        for (int position : result.literalPositions()) {
            id = ContentHash.add(id, (long) position);
        }
        return new NormalizedSql(
                sql, ContentHash.finish(id), result.fingerprint(), result.slots(), verb, masked, result.truncated());
    }

    /** Handles the token at an index and answers the next index. */
    private int step(int i) {
        boolean cast = afterCast;
        afterCast = tokens.isCast(i) || (cast && (tokens.kind(i) == Kind.WORD || tokens.is(i, '.')));
        return switch (tokens.kind(i)) {
            case OPERATOR -> operator(i);
            case WORD -> word(i);
            default -> {
                single(i, cast);
                yield i + 1;
            }
        };
    }

    /** Handles a token that decides for itself alone. */
    private void single(int i, boolean cast) {
        switch (tokens.kind(i)) {
            case STRING -> literal(i, Literals.string(tokens.text, tokens.start(i), tokens.end(i)));
            case NUMBER -> number(i);
            case QUESTION -> {
                out.bind(i);
                fingerprint.token(Fingerprinter.VALUE);
            }
            case DOLLAR -> {
                out.dollar(i, i);
                fingerprint.token(Fingerprinter.VALUE);
            }
            case PUNCTUATION -> punctuation(i, cast);
            default -> {
                if ((secretSetting && assigned) || (masked && tokens.is(i - 1, Keyword.PASSWORD))) {
                    literal(i, null);
                } else {
                    keep(i);
                }
            }
        }
    }

    private void literal(int spaceOf, @Nullable Object value) {
        out.literal(spaceOf, masked ? null : value, byDepth >= 0);
        fingerprint.token(Fingerprinter.VALUE);
    }

    private void keep(int i) {
        out.keep(i);
        fingerprint.token(hash(i));
    }

    private void number(int i) {
        int digits = tokens.end(i) - tokens.start(i);
        if (digits <= MAX_LIMIT_DIGITS && isRowLimit(i - 1)) {
            out.keep(i);
            fingerprint.token(Fingerprinter.VALUE);
        } else if ((digits <= MAX_MODIFIER_DIGITS && modifierDepth >= 0)
                || (digits <= MAX_ORDINAL_DIGITS && isOrdinal(i))) {
            keep(i);
        } else {
            literal(i, Literals.number(tokens.text, tokens.start(i), tokens.end(i), false));
        }
    }

    private boolean isRowLimit(int before) {
        Keyword keyword = tokens.keyword(before);
        return keyword == Keyword.LIMIT
                || keyword == Keyword.OFFSET
                || ((keyword == Keyword.FIRST || keyword == Keyword.NEXT) && tokens.is(before - 1, Keyword.FETCH));
    }

    private boolean isOrdinal(int i) {
        return byDepth == depth && (tokens.is(i - 1, Keyword.BY) || tokens.is(i - 1, ','));
    }

    private int operator(int i) {
        boolean minus = tokens.is(i, '-');
        if ((minus || tokens.is(i, '+')) && tokens.kind(i + 1) == Kind.NUMBER && isOperandExpected(i - 1)) {
            literal(i, Literals.number(tokens.text, tokens.start(i + 1), tokens.end(i + 1), minus));
            return i + 2;
        }
        assigned |= tokens.is(i, '=');
        keep(i);
        return i + 1;
    }

    private boolean isOperandExpected(int before) {
        Keyword keyword = tokens.keyword(before);
        return switch (tokens.kind(before)) {
            case END -> true;
            case OPERATOR -> true;
            case PUNCTUATION -> tokens.is(before, '(') || tokens.is(before, ',') || tokens.is(before, '[');
            case WORD -> keyword != null && keyword.takesSign();
            default -> false;
        };
    }

    private void punctuation(int i, boolean cast) {
        out.keep(i);
        char c = tokens.text.charAt(tokens.start(i));
        switch (c) {
            case '(', '[', '{' -> {
                if (modifierDepth < 0 && c == '(' && isTypeModifier(i - 1, cast)) {
                    modifierDepth = depth;
                }
                depth++;
                boolean list = c == '[' ? tokens.is(i - 1, Keyword.ARRAY) : tokens.is(i - 1, Keyword.IN);
                fingerprint.open(c, list);
            }
            case ')', ']', '}' -> {
                depth--;
                if (depth <= modifierDepth) {
                    modifierDepth = -1;
                }
                if (depth < byDepth) {
                    byDepth = -1;
                }
                fingerprint.close(c);
            }
            case ',' -> fingerprint.comma();
            default -> fingerprint.token(hash(i));
        }
    }

    private boolean isTypeModifier(int before, boolean cast) {
        Keyword type = tokens.keyword(before);
        if (type == null) {
            return cast && tokens.kind(before) == Kind.WORD;
        }
        return switch (type) {
            case NUMERIC,
                    DECIMAL,
                    DEC,
                    VARCHAR,
                    CHAR,
                    CHARACTER,
                    VARYING,
                    NCHAR,
                    BPCHAR,
                    BIT,
                    VARBIT,
                    FLOAT,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMPTZ,
                    TIMETZ,
                    INTERVAL -> true;
            default -> cast || (type.isType() && tokens.is(before - 1, Keyword.AS));
        };
    }

    private int word(int i) {
        Keyword keyword = tokens.keyword(i);
        if ((secretSetting && assigned) || (masked && tokens.is(i - 1, Keyword.PASSWORD) && keyword == null)) {
            literal(i, null);
            return i + 1;
        }
        if (keyword == null) {
            keep(i);
            return i + 1;
        }
        if (keyword.isType() && !tokens.is(i - 1, '.')) {
            int value = typedValue(i);
            if (value >= 0) {
                if (tokens.kind(value) == Kind.STRING) {
                    literal(i, Literals.string(tokens.text, tokens.start(value), tokens.end(value)));
                } else {
                    out.dollar(i, value);
                    fingerprint.token(Fingerprinter.VALUE);
                }
                out.castTo(i, value);
                fingerprint.token(CAST);
                for (int type = i; type < value; type++) {
                    fingerprint.token(hash(type));
                }
                return value + 1;
            }
        }
        if (keyword == Keyword.VALUES) {
            out.keep(i);
            fingerprint.values(hash(i));
            return i + 1;
        }
        assigned |= keyword == Keyword.TO;
        trackClause(i, keyword);
        keep(i);
        return i + 1;
    }

    /**
     * The index of the string that a type name at an index belongs to, -1 if it does not stand before one. A native
     * parameter counts as one: {@code date $1} is what pg_stat_statements makes of a typed literal, and no valid SQL.
     */
    private int typedValue(int i) {
        int next = i + 1;
        if (tokens.is(next, Keyword.PRECISION) || tokens.is(next, Keyword.CHARACTER) || tokens.is(next, Keyword.CHAR)) {
            next++;
        }
        if (tokens.is(next, Keyword.VARYING)) {
            next++;
        }
        if (tokens.is(next, '(') && tokens.kind(next + 1) == Kind.NUMBER) {
            next += tokens.is(next + 2, ',') ? 5 : 3;
            if (!tokens.is(next - 1, ')')) {
                return -1;
            }
        }
        boolean zone = tokens.is(next, Keyword.WITH) || tokens.is(next, Keyword.WITHOUT);
        if (zone && tokens.is(next + 1, Keyword.TIME) && tokens.is(next + 2, Keyword.ZONE)) {
            next += 3;
        }
        return tokens.kind(next) == Kind.STRING || tokens.kind(next) == Kind.DOLLAR ? next : -1;
    }

    private void trackClause(int i, Keyword keyword) {
        switch (keyword) {
            case BY -> {
                if (tokens.is(i - 1, Keyword.GROUP) || tokens.is(i - 1, Keyword.ORDER)) {
                    byDepth = depth;
                }
            }
            case HAVING, LIMIT, OFFSET, FETCH, FOR, UNION, INTERSECT, EXCEPT, WINDOW, ROWS, RANGE, RETURNING -> {
                if (byDepth == depth) {
                    byDepth = -1;
                }
            }
            default -> {}
        }
    }

    /** Words in lower case, everything else as it stands. */
    private long hash(int i) {
        long hash = ContentHash.START;
        boolean fold = tokens.kind(i) == Kind.WORD;
        for (int at = tokens.start(i); at < tokens.end(i); at++) {
            char c = tokens.text.charAt(at);
            hash = ContentHash.add(hash, fold && c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            if (c == '?' && tokens.jdbc && tokens.kind(i) == Kind.OPERATOR) { // "??" is one question mark
                at++;
            }
        }
        return hash;
    }
}
