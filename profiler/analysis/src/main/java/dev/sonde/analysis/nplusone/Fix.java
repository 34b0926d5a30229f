package dev.sonde.analysis.nplusone;

import java.util.List;

/** What to change, in the words of the framework that was seen in the stack. */
final class Fix {
    private Fix() {}

    static String of(Kind kind, List<String> hints, boolean singleRows) {
        return switch (kind) {
            case KEYED_LOOP -> ofLoop(hints, singleRows);
            case TREE_WALK -> "Read the whole path at once: `with recursive`.";
            case WRITE_LOOP, IDENTITY_LOOP, CASCADE_LOOP, UNDER_BATCHED ->
                "Write in batches: addBatch with reWriteBatchedInserts=true, hibernate.jdbc.batch_size, or one statement"
                        + " for all rows.";
            case SEQUENCE_LOOP ->
                "Take numbers by the block: @SequenceGenerator(allocationSize = 50) and `increment by 50`.";
            case DUPLICATE_READ ->
                "Read it once and pass the result on; across requests, cache it if it may be stale for a moment.";
            case RE_READ, PAGING_OFFSET, PAGING_KEYSET, CHUNKED, POLLING, RETRY, COLD_CACHE, FIXED_FAN_OUT ->
                "Nothing to mend by itself: this repeats for a reason.";
        };
    }

    private static String ofLoop(List<String> hints, boolean singleRows) {
        for (String hint : hints) {
            if (hint.equals("hibernate-collection")) {
                return "Fetch the collection with its owners: `join fetch` or an entity graph in the parent query, or"
                        + " @BatchSize on the collection (needed if the parent query has a limit).";
            } else if (hint.startsWith("hibernate")) {
                return singleRows
                        ? "Load the association with the parent: `join fetch` or an entity graph, or @BatchSize on the"
                                + " entity class; for lookups by id, findAllById / byMultipleIds."
                        : "Fetch with the parent (`join fetch`, entity graph), or @BatchSize; for explicit queries,"
                                + " one query with `where key in (:keys)`.";
            } else if (hint.equals("jooq")) {
                return "Ask for all keys at once: `KEY.eq(any(keys))`, grouped with fetchGroups, or `multiset` in the"
                        + " parent query.";
            } else if (hint.startsWith("spring-jdbc")) {
                return "Ask for all keys at once with JdbcTemplate: `where key = any(?)` with an array of the keys,"
                        + " grouped in memory.";
            } else if (hint.equals("mybatis")) {
                return "Replace the nested select by a join with a nested resultMap, or by one select with <foreach>.";
            } else if (hint.equals("eclipselink")) {
                return "Set the hint eclipselink.batch (batch fetch) or eclipselink.join-fetch on the parent query.";
            }
        }
        return "Ask for all keys at once: `where key = any(?)`, or join to the parent query.";
    }
}
