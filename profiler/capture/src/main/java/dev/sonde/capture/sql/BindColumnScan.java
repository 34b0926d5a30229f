package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over a statement's tokens, with the open brackets on a stack; linear in their number. */
final class BindColumnScan {
    private static final int NO_COLUMN = Integer.MAX_VALUE / 2;
    private static final int NOWHERE = -2;

    /** What stands in one pair of brackets: elements that belong to columns one by one, or all to the same ones. */
    private static final class Row {
        private final List<BindColumn> columns;
        private final boolean list;
        private final boolean ofValues;
        private int element;

        Row(List<BindColumn> columns, boolean list, boolean ofValues) {
            this.columns = columns;
            this.list = list;
            this.ofValues = ofValues;
        }

        @Nullable
        BindColumn column() {
            if (list) {
                return Operands.single(columns);
            }
            return element < columns.size() ? columns.get(element) : null;
        }
    }

    private static final List<BindColumn> NOTHING = List.of();

    private final Tokens tokens;
    private final Identifiers identifiers;
    private final Operands operands;
    private final Map<Integer, List<BindColumn>> columns = new HashMap<>();
    private final Set<Integer> uncertain = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final List<Row> open = new ArrayList<>();
    private Row row = new Row(NOTHING, false, false);
    private List<BindColumn> inserted = NOTHING;
    private int endOfInsert = NOWHERE;
    private int endOfRow = NOWHERE;

    BindColumnScan(Tokens tokens) {
        this.tokens = tokens;
        this.identifiers = new Identifiers(tokens);
        this.operands = new Operands(tokens, identifiers);
    }

    BindColumns run() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, '(') || tokens.is(i, '[')) {
                open.add(row);
                row = rowAt(i - 1);
            } else if (tokens.is(i, ')') || tokens.is(i, ']')) {
                endOfRow = row.ofValues ? i : NOWHERE;
                row = open.isEmpty() ? new Row(NOTHING, false, false) : open.remove(open.size() - 1);
            } else if (tokens.is(i, ',')) {
                row.element++;
            } else if (tokens.kind(i) == Kind.DOLLAR) {
                parameter(i);
            } else if (tokens.kind(i) == Kind.WORD || tokens.kind(i) == Kind.QUOTED) {
                names.add(identifiers.name(i));
                word(i);
            }
        }
        return new BindColumns(columns, uncertain, names);
    }

    private void word(int i) {
        switch (identifiers.word(i)) {
            case "insert" -> insert(i + 1);
            case "select" -> {
                if (i == endOfInsert) {
                    row = new Row(inserted, false, false);
                }
            }
            // What follows a select list is none of it
            case "from", "where", "union", "except", "intersect", "on", "returning" -> row.element = NO_COLUMN;
            default -> {}
        }
    }

    /** Reads {@code into t as x (a, b) overriding user value}, up to VALUES or SELECT. */
    private void insert(int from) {
        int i = from;
        if (identifiers.isWord(i, "into")) {
            i++;
            while (tokens.is(i + 1, '.')) {
                i += 2;
            }
        }
        String table = identifiers.isName(i) ? operands.tableOf(identifiers.name(i)) : "";
        while (identifiers.isName(i) || identifiers.isWord(i, "as")) {
            i++;
        }
        inserted = new ArrayList<>();
        if (tokens.is(i, '(') && identifiers.isName(i + 1)) {
            do {
                i++;
                inserted.add(new BindColumn(table, identifiers.name(i)));
                i++;
            } while (tokens.is(i, ',') && identifiers.isName(i + 1));
            if (tokens.is(i, ')')) {
                i++;
            } else { // a[1], composite.field: positions after it would be counted wrongly
                inserted = NOTHING;
            }
        }
        if (identifiers.isWord(i, "overriding")) {
            i += 3;
        }
        if (inserted.isEmpty()) {
            names.add("");
        }
        endOfInsert = i;
    }

    private Row rowAt(int before) {
        boolean first = identifiers.isWord(before, "values") && before == endOfInsert;
        if (first || (tokens.is(before, ',') && before - 1 == endOfRow)) {
            return new Row(inserted, false, true);
        } else if (identifiers.isWord(before, "in")) {
            return new Row(operands.endingAt(beforeNot(before - 1)), true, false);
        } else if (operands.isComparison(before)) {
            return new Row(operands.endingAt(before - 1), false, false);
        } else if (identifiers.isWord(before, "any")
                || identifiers.isWord(before, "all")
                || identifiers.isWord(before, "some")
                || identifiers.isWord(before, "array")) {
            boolean compared = operands.isComparison(before - 1);
            List<BindColumn> outer = row.list ? row.columns : NOTHING; // any (array[…])
            return new Row(compared ? operands.endingAt(before - 2) : outer, true, false);
        } else if (row.list && (tokens.is(before, '(') || tokens.is(before, ','))) { // in (($1, $2), …)
            return new Row(row.columns, false, false);
        }
        return new Row(NOTHING, false, false);
    }

    private void parameter(int i) {
        int end = Math.min(tokens.end(i), tokens.start(i) + 10);
        int number = Integer.parseInt(tokens.text, tokens.start(i) + 1, end, 10);
        BindColumn column = columnOf(i);
        if (column == null || column.name().isEmpty()) {
            uncertain.add(number);
        } else {
            columns.computeIfAbsent(number, n -> new ArrayList<>()).add(column);
        }
    }

    private @Nullable BindColumn columnOf(int i) {
        int before = i - 1;
        int after = operands.afterCasts(i + 1);
        boolean startsElement = tokens.is(before, '(')
                || tokens.is(before, '[')
                || tokens.is(before, ',')
                || (before == endOfInsert && identifiers.isWord(before, "select"));
        if (operands.isComparison(after) && tokens.kind(before) != Kind.OPERATOR && !tokens.isCast(before)) {
            return Operands.single(operands.startingAt(after + 1));
        } else if (tokens.kind(after) == Kind.OPERATOR || tokens.is(after, '[')) {
            return null;
        } else if (startsElement) {
            return row.column();
        } else if (operands.isComparison(before)) {
            return Operands.single(operands.endingAt(before - 1));
        }
        return Operands.single(operandOfKeyword(before));
    }

    /** The operand on the other side of a comparison that is written in words. */
    private List<BindColumn> operandOfKeyword(int before) {
        switch (identifiers.word(before)) {
            case "like", "ilike" -> {
                return operands.endingAt(beforeNot(before - 1));
            }
            case "to" -> {
                boolean similar = identifiers.isWord(before - 1, "similar");
                return similar ? operands.endingAt(beforeNot(before - 2)) : NOTHING;
            }
            case "between", "symmetric" -> {
                return between(before);
            }
            case "and" -> {
                int lower = operands.beforeCasts(before - 1);
                return tokens.kind(lower) == Kind.DOLLAR ? between(lower - 1) : NOTHING;
            }
            case "from" -> { // a is not distinct from $1
                int is = beforeNot(before - 2);
                boolean compared = identifiers.isWord(before - 1, "distinct") && identifiers.isWord(is, "is");
                return compared ? operands.endingAt(is - 1) : NOTHING;
            }
            default -> {
                return NOTHING;
            }
        }
    }

    private List<BindColumn> between(int keyword) {
        int between = identifiers.isWord(keyword, "symmetric") ? keyword - 1 : keyword;
        return identifiers.isWord(between, "between") ? operands.endingAt(beforeNot(between - 1)) : NOTHING;
    }

    private int beforeNot(int i) {
        return identifiers.isWord(i, "not") ? i - 1 : i;
    }
}
