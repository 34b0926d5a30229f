package dev.sonde.analysis.fix;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Fixes of rows written one by one. */
final class WriteFixes {
    private static final String REWRITE =
            " With `reWriteBatchedInserts=true` in the JDBC URL pgjdbc sends a batch of inserts as multi-row statements.";

    private WriteFixes() {}

    static String writeLoop(Framework framework, Repeated repeated, StatementNames names) {
        boolean insert = startsWith(repeated, "insert");
        String rewrite = insert ? REWRITE : "";
        return switch (framework) {
            case HIBERNATE ->
                "Let Hibernate batch: `hibernate.jdbc.batch_size=50` with `hibernate.order_inserts=true` and"
                        + " `hibernate.order_updates=true`, and flush() and clear() every batch"
                        + (startsWith(repeated, "update")
                                ? "; for the same change to many rows of " + names.table()
                                        + ", one HQL update. Versioned entities are batched too."
                                : ".")
                        + rewrite;
            case ECLIPSELINK ->
                "Let EclipseLink batch: `eclipselink.jdbc.batch-writing=JDBC` and"
                        + " `eclipselink.jdbc.batch-writing.size=100`." + rewrite;
            case MYBATIS ->
                insert
                        ? "Use `ExecutorType.BATCH`, or one insert with `<foreach>`: `insert into " + names.table()
                                + columns(names)
                                + " values <foreach collection=\"rows\" item=\"r\" separator=\",\">(…)</foreach>`."
                                + rewrite
                        : "Use a session with `ExecutorType.BATCH` and flushStatements() every few hundred rows, or one "
                                + verb(repeated) + " with `where … in <foreach …>`.";
            case JOOQ ->
                insert
                        ? "Use `batchInsert(records)`, `insertInto("
                                + names.table().toUpperCase(Locale.ROOT)
                                + ").valuesOfRows(…)`, or `loadInto` for many rows." + rewrite
                        : "Use `batchUpdate(records)`, `batchDelete(records)` or `batch(query).bind(…)`; for the same change"
                                + " to many rows, one " + verb(repeated) + " with `KEY.eq(any(keys))`.";
            case SPRING_DATA_JDBC ->
                insert
                        ? "Use `JdbcAggregateTemplate.insertAll(…)` or `saveAll` (which batch inserts of one table), or"
                                + " JdbcTemplate.batchUpdate for plain rows of " + names.table() + "." + rewrite
                        : "Use a @Modifying @Query that changes all rows at once: `" + verb(repeated) + " … where "
                                + names.key() + " in (:keys)`; save writes aggregate by aggregate.";
            case SPRING_JDBC ->
                "Use `jdbcTemplate.batchUpdate(sql, rows, 500, setter)`: `" + oneStatement(repeated, names) + "`."
                        + rewrite;
            case JDBC ->
                "Collect rows with `addBatch()` and send them with `executeBatch()` every few hundred, or send one"
                        + " statement for all: `" + oneStatement(repeated, names) + "`." + rewrite;
        };
    }

    static String identityLoop(Framework framework, StatementNames names) {
        String sequence = "`create sequence " + sequence(names) + " increment by 50`";
        return switch (framework) {
            case HIBERNATE ->
                "GenerationType.IDENTITY makes Hibernate insert at once and one by one, whatever the batch size. Change "
                        + names.table() + " to a sequence: `@GeneratedValue(strategy = SEQUENCE)` with"
                        + " `@SequenceGenerator(allocationSize = 50)` (pooled optimizer) and " + sequence
                        + ", then `hibernate.jdbc.batch_size=50`.";
            case ECLIPSELINK ->
                "Identity columns keep EclipseLink from batching. Change " + names.table()
                        + " to GenerationType.SEQUENCE with `allocationSize = 50` and " + sequence
                        + ", then `eclipselink.jdbc.batch-writing=JDBC`.";
            case MYBATIS ->
                "Insert all rows in one statement with `<foreach>` and useGeneratedKeys=\"true\" (keyProperty of the list's"
                        + " elements), or take the keys from a sequence first and use ExecutorType.BATCH.";
            case JOOQ ->
                "Insert all rows in one statement: `insertInto(" + names.table().toUpperCase(Locale.ROOT)
                        + ").valuesOfRows(…).returning(ID)`; batchInsert gives no generated keys back.";
            case SPRING_DATA_JDBC ->
                "`saveAll` batches inserts of one table and reads their generated keys back together; or give "
                        + names.table()
                        + " its ids before saving, from a sequence with increment 50 (BeforeConvertCallback).";
            case SPRING_JDBC, JDBC ->
                "Ask for all keys at once: `addBatch()` on a statement prepared with RETURN_GENERATED_KEYS, executeBatch and"
                        + " one getGeneratedKeys, or `insert into " + names.table() + columns(names)
                        + " select * from unnest(?, …) returning …` with one array per column.";
        };
    }

    static String cascadeLoop(Framework framework, StatementNames names) {
        String database = "let the database cascade: `foreign key … references … on delete cascade`";
        String bulk = "`delete from " + names.table() + " where " + names.key() + " = any(?)`";
        return switch (framework) {
            case HIBERNATE ->
                "The children are read and deleted one by one (CascadeType.REMOVE, orphanRemoval). Delete them in one HQL"
                        + " statement (`delete from Child c where c.parent in :parents`), or " + database
                        + " with @OnDelete(action = OnDeleteAction.CASCADE) on the association; entity listeners are not"
                        + " called then, and the persistence context has to be cleared.";
            case ECLIPSELINK ->
                "The children are read and deleted one by one. Use @PrivateOwned with @CascadeOnDelete and " + database
                        + ", or a JPQL bulk delete.";
            case MYBATIS ->
                "Delete all children at once: `delete from " + names.table() + " where " + names.key()
                        + " in <foreach …>`, or " + database + ".";
            case JOOQ ->
                "Delete all children at once: `deleteFrom(" + names.table().toUpperCase(Locale.ROOT)
                        + ").where(KEY.eq(any(keys)))`, or " + database + ".";
            case SPRING_DATA_JDBC ->
                "Delete the aggregates with `deleteAllById`, or with a @Modifying @Query for all of them, or "
                        + database + "; deleting entity by entity deletes children per parent.";
            case SPRING_JDBC, JDBC -> "Delete all children at once: " + bulk + ", or " + database + ".";
        };
    }

    static String sequenceLoop(Framework framework) {
        return switch (framework) {
            case HIBERNATE ->
                "`@SequenceGenerator(allocationSize = 50)` fetches 50 ids a round trip (pooled optimizer); the sequence has"
                        + " to have the same increment: `alter sequence … increment by 50`. A native `call next value`"
                        + " per entity has to go.";
            case ECLIPSELINK ->
                "`@SequenceGenerator(allocationSize = 50)` preallocates 50 ids a round trip; the sequence has to have the same"
                        + " increment: `alter sequence … increment by 50`.";
            case JOOQ ->
                "Fetch the ids together: `select nextval('…') from generate_series(1, ?)` (`ctx.nextvals(SEQ, n)`), or let"
                        + " the insert's default take them.";
            case MYBATIS ->
                "Drop `<selectKey>` per row: let the column's default call nextval and read the keys with useGeneratedKeys,"
                        + " or fetch them together with `select nextval('…') from generate_series(1, #{n})`.";
            case SPRING_DATA_JDBC, SPRING_JDBC, JDBC ->
                "Fetch the ids together: `select nextval('…') from generate_series(1, ?)`, or let the column's default call"
                        + " nextval within the insert and read generated keys.";
        };
    }

    private static String oneStatement(Repeated repeated, StatementNames names) {
        if (startsWith(repeated, "insert")) {
            String marks = names.columns().isEmpty()
                    ? "…"
                    : String.join(", ", Collections.nCopies(names.columns().size(), "?"));
            return "insert into " + names.table() + columns(names) + " values (" + marks + "), (" + marks + "), …";
        } else if (startsWith(repeated, "delete")) {
            return "delete from " + names.table() + " where " + names.key() + " = any(?)";
        }
        return "update " + names.table() + " t set … from unnest(?, ?) as v(k, x) where t." + names.key() + " = v.k";
    }

    private static String columns(StatementNames names) {
        List<String> columns = names.columns();
        return columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")";
    }

    private static String sequence(StatementNames names) {
        return names.table().startsWith("\"") ? "…" : names.table() + "_seq";
    }

    private static String verb(Repeated repeated) {
        return startsWith(repeated, "delete") ? "delete" : "update";
    }

    private static boolean startsWith(Repeated repeated, String verb) {
        return repeated.sql().stripLeading().regionMatches(true, 0, verb, 0, verb.length());
    }
}
