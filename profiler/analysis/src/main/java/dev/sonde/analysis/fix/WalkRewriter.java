package dev.sonde.analysis.fix;

import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewrite.None;
import dev.sonde.analysis.fix.BatchRewrite.Statement;
import dev.sonde.analysis.fix.SelectText.Range;
import dev.sonde.capture.sql.SqlTokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the recursive query of a walk through a tree: {@code select … from t where c = $1}, where each next key is read
 * from a column of the rows before. Only for one table and one condition; whatever more there is may hold for some
 * steps and not for others.
 */
public final class WalkRewriter {
    private WalkRewriter() {}

    /**
     * The statement that walks from one key to the end.
     *
     * @param next label of the column whose values are the next keys
     */
    public static BatchRewrite of(String sql, int key, String next) {
        SqlTokens tokens = SqlTokens.of(sql);
        SelectText select = new SelectText(tokens);
        for (String clause : List.of("group", "having", "window", "order", "limit", "offset", "fetch", "for")) {
            if (select.has(clause)) {
                return new None("a step of the walk has " + clause);
            }
        }
        if (!select.isSingle() || select.isDistinct() || select.conjuncts().size() != 1) {
            return new None("a step of the walk is more than one condition on one table");
        }
        Optional<KeyCondition> condition =
                KeyCondition.of(tokens, select.conjuncts().get(0), key);
        Optional<From> from = From.of(select);
        List<Column> columns = columns(select);
        if (condition.isEmpty() || !condition.get().column() || from.isEmpty() || columns.isEmpty()) {
            return new None("a step of the walk is more than columns of one table found by one of them");
        }
        Set<String> labels = new HashSet<>();
        columns.forEach(column -> labels.add(column.label()));
        if (labels.size() < columns.size() || !labels.contains(next)) {
            return new None("the column of the next key is not plain in the select list");
        }
        return statement(sql, tokens, condition.get(), from.get(), columns, next);
    }

    private static Statement statement(
            String sql, SqlTokens tokens, KeyCondition condition, From from, List<Column> columns, String next) {
        String walk = "walk";
        for (int i = 2; isUsed(tokens, walk); i++) {
            walk = "walk" + i;
        }
        String alias = from.alias().isEmpty() ? walk + "_step" : from.alias();
        List<String> list = new ArrayList<>();
        String nextName = "";
        for (Column column : columns) {
            list.add(alias + "." + column.name());
            nextName = column.label().equals(next) ? column.labelText() : nextName;
        }
        String operand = condition.operand();
        String found = operand.substring(operand.lastIndexOf('.') + 1);
        String text = "with recursive " + walk + " as (" + sql + " union all select " + String.join(", ", list)
                + " from " + from.table() + " as " + alias + " join " + walk + " on " + alias + "." + found + " = "
                + walk + "." + nextName + ") select * from " + walk;
        return new Statement(text, Form.RECURSIVE, next, -1);
    }

    private static boolean isUsed(SqlTokens tokens, String name) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.name(i).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A column of the select list: its name and its label as they are written, and the label as it is folded. */
    private record Column(String name, String labelText, String label) {}

    private static List<Column> columns(SelectText select) {
        SqlTokens tokens = select.tokens;
        List<Column> columns = new ArrayList<>();
        for (Range item : select.items()) {
            int name = item.from();
            while (tokens.is(name + 1, ".")) {
                name += 2;
            }
            int last = item.to() - 1;
            boolean alias = last == name + 1
                    || (last == name + 2 && tokens.word(name + 1).equals("as"));
            if (!tokens.isName(name) || !tokens.isName(last) || (last != name && !alias)) {
                return List.of();
            }
            columns.add(new Column(tokens.text(name, name + 1), tokens.text(last, last + 1), tokens.name(last)));
        }
        return columns;
    }

    /** The one table, and its alias if it has one. */
    private record From(String table, String alias) {
        static Optional<From> of(SelectText select) {
            SqlTokens tokens = select.tokens;
            int i = select.start("from") + 1;
            int end = select.end("from");
            int table = i;
            while (tokens.is(i + 1, ".")) {
                i += 2;
            }
            if (!tokens.isName(i)) {
                return Optional.empty();
            }
            String name = tokens.text(table, i + 1);
            i++;
            if (i < end && tokens.word(i).equals("as")) {
                i++;
            }
            if (i == end) {
                return Optional.of(new From(name, ""));
            }
            return i == end - 1 && tokens.isName(i)
                    ? Optional.of(new From(name, tokens.text(i, i + 1)))
                    : Optional.empty();
        }
    }
}
