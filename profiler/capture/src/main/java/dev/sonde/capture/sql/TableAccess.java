package dev.sonde.capture.sql;

import java.util.Set;

/**
 * Which tables a statement reads and changes, and what else its result may depend on, as far as its tokens show it.
 * Names are without schema and folded as the server folds them; names of common table expressions are among those read,
 * since one may hide a table of the same name. What views, triggers and foreign keys add is not in the text.
 *
 * @param verb of the statement as a whole
 * @param reads tables after FROM, JOIN and USING
 * @param writes tables that are inserted into, updated, deleted from, merged into, truncated, copied or redefined
 * @param functions called, with the schema where one is named; {@code current_timestamp} and its like among them
 * @param locksRows whether rows are locked: {@code for update}, {@code for share}
 * @param writesUnknown whether anything may be changed: {@code call}, {@code do}
 * @param complete false if a name could not be read, or the text seems damaged
 */
public record TableAccess(
        Verb verb,
        Set<String> reads,
        Set<String> writes,
        Set<String> functions,
        boolean locksRows,
        boolean writesUnknown,
        boolean complete) {
    public TableAccess {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        functions = Set.copyOf(functions);
    }

    /** The access of a text in the form of {@link NormalizedSql#sql()}. */
    public static TableAccess of(String sql) {
        return new TableAccessScan(Tokens.of(sql, false)).run();
    }
}
