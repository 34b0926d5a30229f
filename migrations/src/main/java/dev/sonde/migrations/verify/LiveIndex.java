package dev.sonde.migrations.verify;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index of the database.
 *
 * @param partitioned whether it is the index of a partitioned table
 * @param valid whether queries may use it
 * @param ready whether writes keep it up
 * @param live whether it is not being dropped
 * @param definition as {@code pg_get_indexdef} gives it, with every name qualified
 * @param constraint that it belongs to, null if none
 * @param part whether it is attached to the index of a partitioned table
 * @param pages of its table at the last VACUUM or ANALYZE
 * @param rows of its table by then, negative if never counted
 * @param underWay whether a session holds a lock on it that only building, rebuilding or dropping takes
 */
record LiveIndex(
        long oid,
        QualifiedName name,
        long tableOid,
        QualifiedName table,
        boolean partitioned,
        boolean valid,
        boolean ready,
        boolean live,
        boolean unique,
        String definition,
        @Nullable String constraint,
        boolean part,
        long pages,
        double rows,
        boolean underWay) {

    private static final Pattern OF_REINDEX = Pattern.compile("(?s).*_cc(new|old)\\d*");

    /** Whether a query may use it and every write keeps it up. */
    boolean usable() {
        return valid && ready && live;
    }

    /** What it lacks, in the catalog's words. */
    String state() {
        if (!live) {
            return "INVALID and not live: a drop of it was cut off, and neither queries nor writes see it";
        }
        if (!ready) {
            return "INVALID and not ready: a build of it was cut off, no query uses it, and writes pass it by";
        }
        return "INVALID: no query uses it, though every write pays for it";
    }

    /** Whether its name is one that REINDEX CONCURRENTLY gives to what it makes or takes away. */
    boolean ofReindex() {
        return OF_REINDEX.matcher(name.name()).matches();
    }

    /** From the access method on: equal for indexes of the same build on tables with the same columns. */
    String target() {
        // Names come before it, and one that is a reserved word is quoted
        return SqlToken.of(definition).stream()
                .filter(token -> token.is("using"))
                .findFirst()
                .map(using -> definition.substring(using.start()))
                .orElse(definition);
    }

    /** The statement that takes it away. */
    String drop() {
        return partitioned ? "drop index " + name.sql() + ";" : "drop index concurrently " + name.sql() + ";";
    }

    /** The statement that builds it anew in its place. */
    String reindex() {
        return "reindex index concurrently " + name.sql() + ";";
    }

    /**
     * A build under way.
     *
     * @param index oid, 0 if this role may not see it
     * @param table oid, 0 if it is not known
     * @param command such as {@code CREATE INDEX CONCURRENTLY}, empty if this role may not see it
     */
    record Build(long index, long table, String indexName, String tableName, String command, String phase) {
        boolean of(LiveIndex other) {
            return index == other.oid || (index == 0 && table == other.tableOid);
        }
    }

    /**
     * A partition of a partitioned index's table.
     *
     * @param table its name
     * @param parent the table it is a partition of
     * @param partitioned whether it has partitions itself
     * @param index attached to the index of the parent, empty if there is none
     * @param valid whether there is one and it is valid
     * @param fitting a valid index that could be attached, empty if there is none
     */
    record Partition(
            QualifiedName table,
            QualifiedName parent,
            boolean partitioned,
            Optional<QualifiedName> index,
            boolean valid,
            Optional<QualifiedName> fitting) {}

    /** The statements that give each partition a valid index which is part of this one. */
    List<String> completion(List<Partition> partitions) {
        return new PartitionCompletion(this, partitions).statements();
    }

    /** The statement that builds an index like this on another table. */
    String createOn(QualifiedName other, String otherName, boolean concurrently) {
        return "create " + (unique ? "unique " : "") + "index " + (concurrently ? "concurrently " : "")
                + SqlIdentifier.quoted(otherName) + " on " + (concurrently ? "" : "only ") + other.sql() + " "
                + target() + ";";
    }
}
