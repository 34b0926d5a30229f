package dev.sonde.analysis.fix;

import dev.sonde.analysis.fix.SelectText.Range;
import dev.sonde.capture.sql.SqlTokens;
import java.util.Optional;
import java.util.Set;

/**
 * {@code operand = $key}, standing alone.
 *
 * @param range its tokens
 * @param operand text of the other side
 * @param column whether the operand is a plain column
 * @param batched the condition for an array of keys
 */
record KeyCondition(Range range, String operand, boolean column, String batched) {

    /** Reads a condition; empty if it is another. */
    static Optional<KeyCondition> of(SqlTokens tokens, Range range, int key) {
        int equals = -1;
        for (int i = range.from(); i < range.to(); i++) {
            if (tokens.is(i, "=") && tokens.depth(i) == tokens.depth(range.from())) {
                if (equals >= 0) {
                    return Optional.empty();
                }
                equals = i;
            }
        }
        if (equals < 0) {
            return Optional.empty();
        }
        Range left = new Range(range.from(), equals);
        Range right = new Range(equals + 1, range.to());
        Optional<String> array = array(tokens, right, key);
        Range other = left;
        if (array.isEmpty()) {
            array = array(tokens, left, key);
            other = right;
        }
        Range operand = other;
        boolean column = isColumn(tokens, operand);
        if (!column && !isFolding(tokens, operand)) {
            return Optional.empty();
        }
        String text = tokens.text(operand.from(), operand.to());
        return array.map(keys -> new KeyCondition(range, text, column, text + " = any(" + keys + ")"));
    }

    /** The array in the place of {@code $1}, {@code $1::uuid} or {@code cast($1 as uuid)}. */
    private static Optional<String> array(SqlTokens tokens, Range side, int key) {
        if (side.size() == 1 && tokens.parameter(side.from()) == key) {
            return Optional.of("$" + key);
        }
        if (tokens.parameter(side.from()) == key) {
            String type = castType(tokens, side.from() + 1);
            boolean all = tokens.is(side.from() + 1, "::")
                    && tokens.text(side.from() + 2, side.to()).equals(type);
            return all ? Optional.of("$" + key + "::" + type + "[]") : Optional.empty();
        }
        boolean cast = tokens.word(side.from()).equals("cast")
                && tokens.parameter(side.from() + 2) == key
                && tokens.word(side.from() + 3).equals("as")
                && tokens.closing(side.from() + 1) == side.to() - 1;
        return cast
                ? Optional.of("$" + key + "::" + tokens.text(side.from() + 4, side.to() - 1) + "[]")
                : Optional.empty();
    }

    /** The type of a cast that stands at an index, empty if none does, or a second one follows. */
    static String castType(SqlTokens tokens, int i) {
        if (!tokens.is(i, "::")) {
            return "";
        }
        int end = i + 2;
        while (tokens.is(end, ".")) {
            end += 2;
        }
        while (Set.of("varying", "precision", "with", "without", "time", "zone").contains(tokens.word(end))) {
            end++;
        }
        if (tokens.is(end, "(")) {
            end = tokens.closing(end) + 1;
        }
        return tokens.is(end, "::") || tokens.is(end, "[") ? "" : tokens.text(i + 1, end);
    }

    private static boolean isColumn(SqlTokens tokens, Range range) {
        for (int i = range.from(); i < range.to(); i++) {
            boolean name = (i - range.from()) % 2 == 0;
            if (name ? !tokens.isName(i) || tokens.name(i).isEmpty() : !tokens.is(i, ".")) {
                return false;
            }
        }
        return range.size() % 2 == 1;
    }

    // lower(email): immutable, one column
    private static boolean isFolding(SqlTokens tokens, Range range) {
        String function = tokens.word(range.from());
        return (function.equals("lower") || function.equals("upper"))
                && tokens.is(range.from() + 1, "(")
                && tokens.closing(range.from() + 1) == range.to() - 1
                && isColumn(tokens, new Range(range.from() + 2, range.to() - 1));
    }
}
