package dev.sonde.migrations.verify;

import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;

/**
 * An index that should be there.
 *
 * @param name as the catalog would hold it; without a schema the search path decides
 * @param table that it should be on
 * @param unique whether it should be
 * @param target the statement that makes it, from {@code ON} to its end
 * @param origins the migrations and the advice that ask for it
 * @param queries that it was advised for
 */
record ExpectedIndex(
        IndexStatement.Name name,
        IndexStatement.Name table,
        boolean unique,
        String target,
        List<String> origins,
        List<Query> queries) {

    /**
     * A query that an index was advised for.
     *
     * @param fingerprint 16 hex digits
     * @param sql with parameters {@code $1…$n}
     */
    record Query(String fingerprint, String sql) {}

    ExpectedIndex {
        origins = List.copyOf(origins);
        queries = List.copyOf(queries);
    }

    static ExpectedIndex of(IndexStatement create, String origin, List<Query> queries) {
        return new ExpectedIndex(
                create.names().get(0), create.table(), create.unique(), create.target(), List.of(origin), queries);
    }

    /** The same under another name. */
    ExpectedIndex renamed(String other) {
        return new ExpectedIndex(
                new IndexStatement.Name(name.schema(), other), table, unique, target, origins, queries);
    }

    /** The same, asked for by what asks for the other one too. */
    ExpectedIndex and(ExpectedIndex other) {
        List<String> both = new ArrayList<>(origins);
        other.origins.stream().filter(origin -> !both.contains(origin)).forEach(both::add);
        List<Query> all = new ArrayList<>(queries);
        other.queries.stream().filter(query -> !all.contains(query)).forEach(all::add);
        return new ExpectedIndex(name, table, unique, target, both, all);
    }

    /** The statement that makes it, under another name. */
    String create(String otherName, boolean concurrently) {
        return "create " + (unique ? "unique " : "") + "index " + (concurrently ? "concurrently " : "")
                + SqlIdentifier.quoted(otherName) + " " + target;
    }

    /** Whether it is of a partitioned table and of none of its partitions, which CONCURRENTLY cannot do. */
    boolean onlyParent() {
        return SqlToken.of(target).get(1).is("only");
    }
}
