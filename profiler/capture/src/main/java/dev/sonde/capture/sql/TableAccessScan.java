package dev.sonde.capture.sql;

import dev.sonde.capture.sql.SqlLexer.Kind;
import java.util.Set;
import java.util.TreeSet;

/**
 * One pass over a statement's tokens. Where the text leaves doubt a name counts as a table too many, never too few:
 * {@code extract(year from x)} reads a table x.
 */
final class TableAccessScan {
    private static final Set<String> WITHOUT_BRACKETS = Set.of(
            "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "system_user");
    /** What may stand between TABLE, VIEW or TRUNCATE and the first name. */
    private static final Set<String> FILLERS = Set.of("table", "if", "not", "exists", "only", "concurrently");

    private static final Set<String> BEFORE_NO_CALL = Set.of("as", "into", "with", "recursive");
    private static final Set<String> NO_FUNCTIONS =
            Set.of("by", "cast", "cube", "filter", "materialized", "over", "rollup", "row", "sets");
    // A list of columns is shorter; looking further for each name would be quadratic in hostile texts
    private static final int MAX_BRACKETS = 5_000;

    private final Tokens tokens;
    private final Identifiers identifiers;
    private final Set<String> reads = new TreeSet<>();
    private final Set<String> writes = new TreeSet<>();
    private final Set<String> functions = new TreeSet<>();
    private boolean locksRows;
    private boolean complete;

    TableAccessScan(Tokens tokens) {
        this.tokens = tokens;
        this.identifiers = new Identifiers(tokens);
        this.complete = tokens.trusted() == tokens.size();
    }

    TableAccess run() {
        Verb verb = Verbs.of(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == Kind.WORD) {
                word(i, verb);
            }
            function(i);
        }
        return new TableAccess(
                verb, reads, writes, functions, locksRows, verb == Verb.CALL || identifiers.isWord(0, "do"), complete);
    }

    private void word(int i, Verb verb) {
        switch (identifiers.word(i)) {
            case "from" -> {
                if (identifiers.isWord(i - 1, "delete")) {
                    names(i + 1, writes);
                } else if (!identifiers.isWord(i - 1, "distinct")) {
                    names(i + 1, reads);
                }
            }
            case "join", "using" -> names(i + 1, reads);
            case "into" -> names(i + 1, writes);
            case "update" -> update(i);
            case "share" -> locksRows |= isLock(i);
            case "copy" -> {
                if (i == 0) {
                    names(i + 1, writes);
                }
            }
            case "truncate" -> {
                if (i == 0) {
                    names(i + 1, writes);
                }
            }
            case "table", "view" -> names(i + 1, verb == Verb.DDL ? writes : reads);
            default -> {
                if (WITHOUT_BRACKETS.contains(identifiers.word(i))) {
                    functions.add(identifiers.word(i));
                }
            }
        }
    }

    private void update(int i) {
        if (isLock(i)) {
            locksRows = true;
        } else if (!identifiers.isWord(i + 1, "set")) { // on conflict do update set
            names(i + 1, writes);
        }
    }

    // for update, for no key update, for share, for key share
    private boolean isLock(int i) {
        int before = identifiers.isWord(i - 1, "key") ? i - 2 : i - 1;
        before = identifiers.isWord(before, "no") ? before - 1 : before;
        return identifiers.isWord(before, "for");
    }

    private void names(int first, Set<String> tables) {
        int i = first;
        do {
            while (FILLERS.contains(identifiers.word(i)) || identifiers.isWord(i, "lateral")) {
                i++;
            }
            if (!identifiers.isName(i)) { // a subquery, whose own FROM is read in its turn
                return;
            }
            while (tokens.is(i + 1, '.') && (identifiers.isName(i + 2) || tokens.kind(i + 2) == Kind.WORD)) {
                i += 2;
            }
            String name = identifiers.name(i++);
            if (tables == writes || !tokens.is(i, '(')) { // else the rows of a function
                complete &= !name.isEmpty();
                tables.add(name);
            }
            i = behindBrackets(i);
            if (identifiers.isWord(i, "as")) {
                i++;
            }
            if (identifiers.isName(i)) {
                i = behindBrackets(i + 1);
            }
        } while (tokens.is(i++, ','));
    }

    private int behindBrackets(int open) {
        if (!tokens.is(open, '(')) {
            return open;
        }
        int depth = 0;
        int i = open;
        do {
            depth += tokens.is(i, '(') ? 1 : tokens.is(i, ')') ? -1 : 0;
            i++;
        } while (depth > 0 && i < tokens.size() && i - open < MAX_BRACKETS);
        complete &= depth == 0;
        return i;
    }

    private void function(int i) {
        boolean named = tokens.kind(i) == Kind.QUOTED || (tokens.kind(i) == Kind.WORD && identifiers.isName(i));
        if (!named || !tokens.is(i + 1, '(') || isNoCall(i)) {
            return;
        }
        String name = identifiers.name(i);
        complete &= !name.isEmpty();
        functions.add(tokens.is(i - 1, '.') && identifiers.isName(i - 2) ? identifiers.name(i - 2) + "." + name : name);
    }

    /** A name before a bracket that begins a list of columns, a type's length or a table expression. */
    private boolean isNoCall(int i) {
        int before = i - 1;
        while (tokens.is(before, '.')) {
            before -= 2;
        }
        return tokens.isCast(before)
                || BEFORE_NO_CALL.contains(identifiers.word(before))
                || NO_FUNCTIONS.contains(identifiers.word(i));
    }
}
