package dev.sonde.analysis.fix;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fixes of queries that are repeated with one key after the other. */
final class ReadFixes {
    private ReadFixes() {}

    static String keyedLoop(Framework framework, Repeated repeated, StatementNames names) {
        return switch (framework) {
            case HIBERNATE -> hibernate(repeated, names);
            case ECLIPSELINK ->
                "Fetch " + names.table() + " with its owners: on the parent query"
                        + " `query.setHint(\"eclipselink.batch\", \"p.association\")` with"
                        + " `eclipselink.batch.type=IN`, or @BatchFetch(BatchFetchType.IN) on the association"
                        + " (`eclipselink.join-fetch` for a reference to one row). Join fetch of a collection and"
                        + " setMaxResults do not go together: batch there.";
            case MYBATIS ->
                "Replace the nested select by one select with `<foreach>`: `where " + names.key()
                        + " in <foreach collection=\"keys\" item=\"k\" open=\"(\" separator=\",\" close=\")\">#{k}</foreach>`,"
                        + " or by a join with a nested resultMap (`<collection>` without `select=`). A nested resultMap"
                        + " with RowBounds cuts rows of the join, not parents.";
            case JOOQ ->
                "Ask for all keys at once: `.where(" + field(names) + ".eq(any(keys)))` and `.fetchGroups("
                        + field(names) + ")`, or put `multiset(select(…).from(" + upper(names.table()) + ").where("
                        + field(names) + ".eq(" + parentField(names, repeated.parentColumn())
                        + ")))` into the parent query.";
            case SPRING_DATA_JDBC ->
                repeated.singleRows()
                        ? "Use `findAllById(ids)` instead of findById in the loop, or a @Query with `where "
                                + names.key() + " in (:keys)`."
                        : "Load the aggregates in one query: set singleQueryLoadingEnabled on JdbcMappingContext (one"
                                + " collection per aggregate), or read " + names.table() + " with a @Query `where "
                                + names.key() + " in (:keys)` and group it in memory.";
            case SPRING_JDBC ->
                anyOf(names) + ": NamedParameterJdbcTemplate with `in (:keys)`, or `where " + names.key()
                        + " = any(?)` with `connection.createArrayOf(\"bigint\", keys)`; group the rows by "
                        + names.key() + " in memory. The array keeps one statement text whatever the number of keys.";
            case JDBC ->
                anyOf(names) + ": `where " + names.key()
                        + " = any(?)` with `statement.setArray(1, connection.createArrayOf(\"bigint\", keys))`, grouped"
                        + " by " + names.key() + " in memory; or join " + names.table() + " to "
                        + (names.parentTable().isEmpty() ? "the parent query" : "the query of " + names.parentTable())
                        + ".";
        };
    }

    private static String hibernate(Repeated repeated, StatementNames names) {
        if (repeated.hints().contains("hibernate-collection")) {
            return "Fetch the collection (" + names.table() + ") with its owners: `left join fetch p.children` or an"
                    + " @EntityGraph on the parent query. With setMaxResults or Pageable use @BatchSize(size = 100) on the"
                    + " collection or `hibernate.default_batch_fetch_size=100` instead, since join fetch would page in"
                    + " memory; two collections joined at once multiply each other's rows.";
        } else if (repeated.hints().contains("hibernate-proxy")) {
            return "Load the association (" + names.table()
                    + ") with the parent: `join fetch` or an @EntityGraph in the"
                    + " parent query, or @BatchSize(size = 100) on the entity class of " + names.table()
                    + " (`hibernate.default_batch_fetch_size=100` for all).";
        }
        return repeated.singleRows()
                ? "Load all at once: `findAllById(ids)` or `session.byMultipleIds(…).multiLoad(ids)` instead of a look-up"
                        + " per id, or `join fetch` / @EntityGraph in the parent query if an eager association does it."
                : "Ask for all keys at once: `where e." + names.key() + " in :keys` (" + names.table()
                        + "), grouped in memory; or `join fetch` / @EntityGraph in the parent query if it is an eager"
                        + " association.";
    }

    static String nestedLoop(Framework framework, Repeated repeated, StatementNames names) {
        String first =
                "One loop within another: the round trips multiply, so mend the outer one first, then the inner. ";
        return switch (framework) {
            case HIBERNATE ->
                first + "`hibernate.default_batch_fetch_size=100` batches every level; or `join fetch` for one"
                        + " collection and @BatchSize for the levels below: fetching two collections by join multiplies"
                        + " their rows (cartesian product, MultipleBagFetchException for two lists).";
            case ECLIPSELINK ->
                first + "Batch each level by its path: `eclipselink.batch` for `p.children` and for"
                        + " `p.children.items`; joining both would multiply their rows.";
            case JOOQ ->
                first + "Nest `multiset(…)` in `multiset(…)`, which is one statement and keeps levels apart where joins"
                        + " would multiply rows.";
            case MYBATIS ->
                first + "One join with nested resultMaps (each with its `<id>`) for the levels below one another; a"
                        + " select with `<foreach>` per level where several collections would multiply rows.";
            default -> first + keyedLoop(framework, repeated, names) + " Then the same with the keys read there.";
        };
    }

    static String treeWalk(Framework framework, Repeated repeated, StatementNames names) {
        String next = repeated.parentColumn() == null ? "parent_id" : repeated.parentColumn();
        String query = "`with recursive walk as (select … from " + names.table() + " where " + names.key()
                + " = ? union all select … from " + names.table() + " t join walk w on t." + names.key() + " = w."
                + next
                + ") select * from walk`";
        String how = switch (framework) {
            case HIBERNATE -> " as a native query, or an HQL `with` clause (Hibernate 6.2 and later)";
            case ECLIPSELINK -> " as a native query";
            case JOOQ -> ": `withRecursive(\"walk\").as(…unionAll(…))`";
            case SPRING_DATA_JDBC -> " in a @Query";
            case MYBATIS -> " in the mapper's select";
            case SPRING_JDBC, JDBC -> "";
        };
        return "Each step reads the key of the next: let the server walk with a recursive query" + how + ". " + query
                + "; where the data may hold cycles, add a `cycle` clause (PostgreSQL 14 and later) or a depth.";
    }

    static String underBatched(Framework framework, Repeated repeated, StatementNames names) {
        boolean write = !repeated.sql().regionMatches(true, 0, "select", 0, 6)
                && !repeated.sql().regionMatches(true, 0, "with", 0, 4);
        if (write) {
            return switch (framework) {
                case HIBERNATE ->
                    "Raise `hibernate.jdbc.batch_size` (50) and set `hibernate.order_inserts=true` and"
                            + " `hibernate.order_updates=true`, so that statements of other tables do not cut the batches.";
                case ECLIPSELINK -> "Raise `eclipselink.jdbc.batch-writing.size` (default 100).";
                default -> "Add more rows before executeBatch: a few hundred to a thousand per batch.";
            };
        }
        return switch (framework) {
            case HIBERNATE ->
                "Raise @BatchSize or `hibernate.default_batch_fetch_size` (" + names.table()
                        + "): 100 or more keys a query cost the server little more than ten.";
            case ECLIPSELINK -> "Raise `eclipselink.batch.size` on the query.";
            case SPRING_JDBC, JDBC ->
                "Send more keys at a time: `where " + names.key()
                        + " = any(?)` takes thousands in one array, without a text per length as IN lists have.";
            case JOOQ -> "Send more keys at a time: `" + field(names) + ".eq(any(keys))` takes thousands in one array.";
            default -> "Send more keys at a time: several hundred in one `in (…)`, or `= any(…)` with an array.";
        };
    }

    private static String anyOf(StatementNames names) {
        return "Ask for all keys of " + names.table() + " at once";
    }

    private static String field(StatementNames names) {
        return names.knowsKey() ? upper(names.table()) + "." + upper(names.key()) : "KEY";
    }

    private static String parentField(StatementNames names, @Nullable String column) {
        return (names.parentTable().isEmpty() ? "PARENT" : upper(names.parentTable())) + "."
                + (column == null ? "ID" : upper(column));
    }

    private static String upper(String name) {
        return name.replace("\"", "").toUpperCase(Locale.ROOT);
    }
}
