package dev.sonde.migrations.review;

import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words of an ALTER TABLE that concern columns and names.
 *
 * @param table name without its schema, as the catalog holds it
 * @param actions the tokens of each, in order
 */
record AlterTable(String table, List<List<SqlToken>> actions) {

    private static final Set<String> NO_COLUMN =
            Set.of("constraint", "primary", "unique", "foreign", "check", "exclude", "not");

    AlterTable {
        actions = List.copyOf(actions);
    }

    /** Reads a statement, empty if it is another one. */
    static Optional<AlterTable> of(ScriptStatement statement) {
        List<SqlToken> tokens = statement.tokens();
        if (!statement.startsWith("alter", "table")) {
            return Optional.empty();
        }
        int at = 2;
        while (at < tokens.size() && (is(tokens, at, "if") || is(tokens, at, "exists") || is(tokens, at, "only"))) {
            at++;
        }
        if (is(tokens, at + 1, ".")) {
            at += 2;
        }
        if (at >= tokens.size()) {
            return Optional.empty();
        }
        String table = name(tokens.get(at));
        at += is(tokens, at + 1, "*") ? 2 : 1;
        return Optional.of(new AlterTable(table, split(tokens.subList(Math.min(at, tokens.size()), tokens.size()))));
    }

    private static List<List<SqlToken>> split(List<SqlToken> tokens) {
        List<List<SqlToken>> actions = new ArrayList<>();
        List<SqlToken> action = new ArrayList<>();
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                actions.add(action);
                action = new ArrayList<>();
            } else {
                action.add(token);
            }
        }
        actions.add(action);
        return actions;
    }

    /** The column that an action adds. */
    static Optional<String> added(List<SqlToken> action) {
        return column(action, "add");
    }

    /** The column that an action drops. */
    static Optional<String> dropped(List<SqlToken> action) {
        return column(action, "drop");
    }

    /** The column that an action renames. */
    static Optional<String> renamed(List<SqlToken> action) {
        return is(action, 1, "to") ? Optional.empty() : column(action, "rename");
    }

    /** The table's new name. */
    static Optional<String> newName(List<SqlToken> action) {
        return is(action, 0, "rename") && is(action, 1, "to") && action.size() > 2
                ? Optional.of(name(action.get(2)))
                : Optional.empty();
    }

    /** Whether an action that adds a column wants a value that neither old rows nor old code have. */
    static boolean required(List<SqlToken> action) {
        boolean filled = false;
        boolean notNull = false;
        for (int i = 0; i < action.size(); i++) {
            SqlToken token = action.get(i);
            filled |= token.is("default")
                    || token.is("generated")
                    || (i > 1 && token.text().matches("(?i)(small|big)?serial[248]?"));
            notNull |=
                    (token.is("not") && is(action, i + 1, "null")) || (token.is("primary") && is(action, i + 1, "key"));
        }
        return notNull && !filled;
    }

    /** Whether it adds a column that fails at the first row. */
    static boolean addsRequired(ScriptStatement statement) {
        return of(statement).stream()
                .flatMap(alter -> alter.actions().stream())
                .anyMatch(action -> added(action).isPresent() && required(action));
    }

    private static Optional<String> column(List<SqlToken> action, String verb) {
        if (!is(action, 0, verb)) {
            return Optional.empty();
        }
        int at = is(action, 1, "column") ? 2 : 1;
        boolean sure = at == 2;
        while (is(action, at, "if")
                || is(action, at, "exists")
                || (is(action, at, "not") && is(action, at + 1, "exists"))) {
            at++;
        }
        if (at >= action.size()) {
            return Optional.empty();
        }
        String name = name(action.get(at));
        boolean other = !sure && action.get(at).kind() == SqlToken.Kind.WORD && NO_COLUMN.contains(name);
        return other ? Optional.empty() : Optional.of(name);
    }

    private static boolean is(List<SqlToken> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private static String name(SqlToken token) {
        return token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER
                ? token.value()
                : token.text().toLowerCase(Locale.ROOT);
    }
}
