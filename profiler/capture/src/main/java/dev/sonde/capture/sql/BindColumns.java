package dev.sonde.capture.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns the parameters of a normalised statement are compared with or assigned to, as far as its tokens show it
 * without a grammar or a catalog: {@code col = $1}, {@code $1 = col}, {@code col in ($1, …)}, {@code col = any ($1)},
 * {@code like}, {@code between}, {@code set col = $1}, {@code insert into t (a, b) values ($1, $2)}, and row values.
 *
 * <p>Where the text leaves doubt there is no answer. This class is immutable and threadsafe.
 */
public final class BindColumns {
    private final Map<Integer, List<BindColumn>> columns;
    private final Set<Integer> uncertain;
    private final Set<String> names;

    BindColumns(Map<Integer, List<BindColumn>> columns, Set<Integer> uncertain, Set<String> names) {
        this.columns = columns;
        this.uncertain = uncertain;
        this.names = names;
    }

    /** What can be told of a text in the form of {@link NormalizedSql#sql()}. */
    public static BindColumns of(String sql) {
        return new BindColumnScan(Tokens.of(sql, false)).run();
    }

    /** The columns of a parameter, from 1, one for each place where it stands; empty if one place does not tell. */
    public List<BindColumn> of(int position) {
        return uncertain.contains(position) ? List.of() : columns.getOrDefault(position, List.of());
    }

    /**
     * Every name in the statement, folded: of tables, columns, aliases, functions. The empty name stands for names that
     * are not in the text: an INSERT without a list of columns, an escaped identifier.
     */
    public Set<String> names() {
        return names;
    }
}
