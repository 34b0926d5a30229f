package dev.sonde.analysis.fix;

import dev.sonde.analysis.fix.SelectText.Range;
import dev.sonde.capture.sql.SqlTokens;
import java.util.List;

/**
 * Where the key stands in the result.
 *
 * @param isAdded whether it has to be added to the select list, at its end
 * @param alias what follows it there, with a leading space
 * @param position as in {@link BatchRewrite.Statement#keyPosition}
 */
record ResultKey(boolean isAdded, String alias, String label, int position) {

    static ResultKey of(SelectText select, KeyCondition condition, String unusedName) {
        SqlTokens tokens = select.tokens;
        List<Range> items = select.items();
        for (int i = 0; condition.column() && i < items.size(); i++) {
            Range item = items.get(i);
            if (isStar(tokens, item)) {
                // which columns come before is in no text
                return isOnlyTable(select) && items.size() == 1
                        ? new ResultKey(false, "", name(tokens, condition), -1)
                        : added(unusedName);
            }
            int end = endOfColumn(tokens, item);
            if (end > item.from() && same(tokens, item.from(), end, condition)) {
                String label = end == item.to() ? name(tokens, condition) : tokens.name(item.to() - 1);
                return new ResultKey(false, "", label, i + 1);
            }
        }
        return added(unusedName);
    }

    private static ResultKey added(String name) {
        return new ResultKey(true, " as " + name, name, 0);
    }

    private static boolean isStar(SqlTokens tokens, Range item) {
        return tokens.is(item.to() - 1, "*") && (item.size() == 1 || tokens.is(item.to() - 2, "."));
    }

    private static boolean isOnlyTable(SelectText select) {
        SqlTokens tokens = select.tokens;
        for (int i = select.start("from") + 1; i < select.end("from"); i++) {
            if (tokens.is(i, ",") || tokens.is(i, "(") || tokens.word(i).equals("join")) {
                return false;
            }
        }
        return true;
    }

    /** The column's end within an item, before its alias; the item's start if it is more than a column. */
    private static int endOfColumn(SqlTokens tokens, Range item) {
        int end = item.from() + 1;
        while (tokens.is(end, ".") && end < item.to()) {
            end += 2;
        }
        int rest = item.to() - end;
        boolean alias = rest == 0
                || (rest == 1 && tokens.isName(end))
                || (rest == 2 && tokens.word(end).equals("as") && tokens.isName(end + 1));
        return tokens.isName(item.from()) && alias ? end : item.from();
    }

    private static boolean same(SqlTokens tokens, int from, int to, KeyCondition condition) {
        int other = keyStart(tokens, condition);
        for (int i = 0; i < to - from; i++) {
            boolean name = i % 2 == 0;
            if (name && !tokens.name(from + i).equals(tokens.name(other + i))) {
                return false;
            }
        }
        return !tokens.is(other + (to - from), ".") && tokens.depth(from) == 0;
    }

    private static int keyStart(SqlTokens tokens, KeyCondition condition) {
        int from = condition.range().from();
        return tokens.isName(from)
                        && tokens.parameter(from) == 0
                        && !tokens.word(from).equals("cast")
                ? from
                : equalsOf(tokens, condition) + 1;
    }

    private static int equalsOf(SqlTokens tokens, KeyCondition condition) {
        int i = condition.range().from();
        while (!tokens.is(i, "=")) {
            i++;
        }
        return i;
    }

    private static String name(SqlTokens tokens, KeyCondition condition) {
        int i = keyStart(tokens, condition);
        while (tokens.is(i + 1, ".")) {
            i += 2;
        }
        return tokens.name(i);
    }
}
