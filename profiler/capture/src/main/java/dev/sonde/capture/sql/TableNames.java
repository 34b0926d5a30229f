package dev.sonde.capture.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which table a qualifier stands for. Scopes are not told apart: a name that stands for two tables anywhere in the
 * statement stands for none.
 */
final class TableNames {
    private static final Set<String> BEFORE_TABLE = Set.of("from", "join", "update", "into", "using");
    private static final String SEVERAL = "";

    private final Tokens tokens;
    private final Identifiers identifiers;
    private final Map<String, String> tableOf = new HashMap<>();
    private final Set<String> tables = new HashSet<>();

    TableNames(Tokens tokens, Identifiers identifiers) {
        this.tokens = tokens;
        this.identifiers = identifiers;
        for (int i = 0; i < tokens.size(); i++) {
            if (BEFORE_TABLE.contains(identifiers.word(i))
                    && !identifiers.isWord(i - 1, "distinct") // is distinct from
                    && !identifiers.isWord(i + 1, "set")) { // on conflict do update set
                list(i + 1);
            }
        }
    }

    /** The table of a qualifier, or of a column without one if the statement has but one table; else empty. */
    String resolve(String qualifier) {
        if (!qualifier.isEmpty()) {
            return tableOf.getOrDefault(qualifier, SEVERAL);
        }
        return tables.size() == 1 ? tables.iterator().next() : "";
    }

    private void list(int first) {
        int i = first;
        do {
            if (identifiers.isWord(i, "only") || identifiers.isWord(i, "lateral")) {
                i++;
            }
            if (!identifiers.isName(i)) { // a subquery, or SET, or the FROM of extract(year from …)
                tables.add(SEVERAL);
                return;
            }
            while (tokens.is(i + 1, '.') && identifiers.isName(i + 2)) {
                i += 2;
            }
            String table = identifiers.name(i);
            i++;
            if (tokens.is(i, '(') && !identifiers.isWord(first - 1, "into")) { // a function's rows
                table = SEVERAL;
            }
            tables.add(table);
            put(table, table);
            if (identifiers.isWord(i, "as")) {
                i++;
            }
            if (identifiers.isName(i)) {
                put(identifiers.name(i), table);
                i++;
            }
        } while (tokens.is(i++, ','));
    }

    private void put(String name, String table) {
        tableOf.merge(name, table, (one, other) -> one.equals(other) ? one : SEVERAL);
    }
}
