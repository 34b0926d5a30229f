package dev.sonde.analysis.fix;

import dev.sonde.capture.sql.BindColumn;
import dev.sonde.capture.sql.BindColumns;
import dev.sonde.capture.sql.SqlTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The names that a fix uses, as SQL writes them.
 *
 * @param table the statement's table, or {@code the_table}
 * @param key the column that the key is compared with, or {@code key}
 * @param columns those of an INSERT
 * @param parentTable table of the parent query, empty if not known
 */
record StatementNames(String table, String key, List<String> columns, String parentTable) {

    static StatementNames of(Repeated repeated) {
        SqlTokens tokens = SqlTokens.of(repeated.sql());
        List<BindColumn> bound =
                repeated.key() > 0 ? BindColumns.of(repeated.sql()).of(repeated.key()) : List.of();
        String table = firstTable(tokens);
        String key = "key";
        if (bound.size() == 1) {
            key = identifier(bound.get(0).name());
            table = bound.get(0).table().isEmpty()
                    ? table
                    : identifier(bound.get(0).table());
        }
        String parent = repeated.parentSql() == null ? "" : firstTable(SqlTokens.of(repeated.parentSql()));
        return new StatementNames(table.isEmpty() ? "the_table" : table, key, insertColumns(tokens), parent);
    }

    boolean knowsKey() {
        return !key.equals("key");
    }

    /** The first {@code from x}, {@code into x} or {@code update x}, without its schema. */
    private static String firstTable(SqlTokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.word(i);
            boolean before = word.equals("into")
                    || (word.equals("update") && i == 0)
                    || (word.equals("from")
                            && tokens.depth(i) == 0
                            && !tokens.word(i - 1).equals("distinct"));
            int name = tokens.word(i + 1).equals("only") ? i + 2 : i + 1;
            if (before && tokens.isName(name)) {
                while (tokens.is(name + 1, ".")) {
                    name += 2;
                }
                return identifier(tokens.name(name));
            }
        }
        return "";
    }

    private static List<String> insertColumns(SqlTokens tokens) {
        List<String> columns = new ArrayList<>();
        int i = 0;
        while (i < tokens.size() && !tokens.is(i, "(")) {
            i++;
        }
        if (tokens.word(0).equals("insert") && tokens.isName(i + 1)) {
            for (int close = tokens.closing(i); i + 1 < close; i += 2) {
                columns.add(identifier(tokens.name(i + 1)));
            }
        }
        return columns;
    }

    private static String identifier(String name) {
        return name.isEmpty() || name.matches("[a-z_][a-z0-9_$]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
