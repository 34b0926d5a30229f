package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Column references beside a comparison. */
final class Operands {
    private static final Set<String> COMPARISONS = Set.of(
            "=", "<>", "!=", "<", ">", "<=", ">=", "~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*", "^@", "@>", "<@",
            "&&");
    /** Functions of one column whose result tells no more than the column. */
    private static final Set<String> FOLDING = Set.of("lower", "upper", "trim", "btrim");

    private static final Set<String> WORDS_OF_TYPES = Set.of("varying", "precision", "with", "without", "time", "zone");
    private static final int MAX_ROW = 64;

    private final Tokens tokens;
    private final Identifiers identifiers;
    private final TableNames tables;

    Operands(Tokens tokens, Identifiers identifiers) {
        this.tokens = tokens;
        this.identifiers = identifiers;
        this.tables = new TableNames(tokens, identifiers);
    }

    String tableOf(String qualifier) {
        return tables.resolve(qualifier);
    }

    boolean isComparison(int i) {
        return tokens.kind(i) == Kind.OPERATOR
                && COMPARISONS.contains(tokens.text.substring(tokens.start(i), tokens.end(i)));
    }

    /** The columns of the operand that ends at an index: one, those of a row value, or none. */
    List<BindColumn> endingAt(int index) {
        int last = beforeCasts(index);
        if (tokens.is(last, ')')) {
            return bracketed(last);
        }
        if (!identifiers.isName(last)) {
            return List.of();
        }
        int first = last;
        while (tokens.is(first - 1, '.') && identifiers.isName(first - 2)) {
            first -= 2;
        }
        return tokens.kind(first - 1) == Kind.OPERATOR || tokens.is(first - 1, '.') || tokens.isCast(first - 1)
                ? List.of()
                : column(last, last > first ? last - 2 : -1);
    }

    /** The column that begins at an index, and is all of the operand there. */
    List<BindColumn> startingAt(int index) {
        int last = index;
        if (identifiers.isWord(index, "any") && tokens.is(index + 1, '(')) {
            return startingAt(index + 2);
        }
        if (!identifiers.isName(last)) {
            return List.of();
        }
        while (tokens.is(last + 1, '.') && identifiers.isName(last + 2)) {
            last += 2;
        }
        int after = afterCasts(last + 1);
        boolean more = tokens.kind(after) == Kind.OPERATOR
                || tokens.is(after, '(')
                || tokens.is(after, '[')
                || tokens.is(after, '.');
        return more ? List.of() : column(last, last > index ? last - 2 : -1);
    }

    private List<BindColumn> bracketed(int close) {
        int start = close;
        int depth = 0;
        do {
            depth += tokens.is(start, ')') ? 1 : tokens.is(start, '(') ? -1 : 0;
            start--;
        } while (depth > 0 && start >= 0 && close - start < 4 * MAX_ROW);
        if (depth > 0 || tokens.kind(start) == Kind.OPERATOR) {
            return List.of();
        }
        List<BindColumn> row = row(start + 2, close);
        boolean isFunction = identifiers.isName(start);
        if (isFunction) {
            boolean folds = row.size() == 1 && FOLDING.contains(identifiers.word(start)) && !tokens.is(start - 1, '.');
            return folds && tokens.kind(start - 1) != Kind.OPERATOR ? row : List.of();
        }
        return row;
    }

    private List<BindColumn> row(int from, int close) {
        List<BindColumn> row = new ArrayList<>();
        int i = from;
        while (identifiers.isName(i)) {
            int last = i;
            while (tokens.is(last + 1, '.') && identifiers.isName(last + 2)) {
                last += 2;
            }
            row.addAll(column(last, last > i ? last - 2 : -1));
            if (last + 1 == close) {
                return row;
            }
            if (!tokens.is(last + 1, ',')) {
                break;
            }
            i = last + 2;
        }
        return List.of();
    }

    private List<BindColumn> column(int name, int qualifier) {
        String column = identifiers.name(name);
        if (column.isEmpty()) {
            return List.of();
        }
        return List.of(new BindColumn(tables.resolve(qualifier < 0 ? "" : identifiers.name(qualifier)), column));
    }

    int beforeCasts(int index) {
        int i = index;
        while (tokens.kind(i) == Kind.WORD && tokens.isCast(i - 1)) {
            i -= 2;
        }
        return i;
    }

    int afterCasts(int index) {
        int i = index;
        while (tokens.isCast(i)) {
            i += 2;
            while (tokens.is(i, '.')) {
                i += 2;
            }
            while (WORDS_OF_TYPES.contains(identifiers.word(i))) {
                i++;
            }
            if (tokens.is(i, '(')) {
                i += tokens.is(i + 2, ',') ? 5 : 3;
            }
            while (tokens.is(i, '[') && tokens.is(i + 1, ']')) {
                i += 2;
            }
        }
        return i;
    }

    /** The one column of an operand; null if there is none or more. */
    static @Nullable BindColumn single(List<BindColumn> operand) {
        return operand.size() == 1 ? operand.get(0) : null;
    }
}
