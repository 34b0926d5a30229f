package dev.sonde.migrations.trace;

import dev.sonde.engine.index.QualifiedName;

/**
 * A relation at one moment.
 *
 * @param oid its identity, which survives renaming
 * @param kind {@code pg_class.relkind}
 * @param file {@code pg_class.relfilenode}, 0 for partitioned ones and views
 * @param table oid of the table of an index, 0 for others
 * @param method access method of an index, for example {@code btree}; empty for others
 * @param partial whether an index holds a part of the rows
 */
public record Relation(long oid, QualifiedName name, char kind, long file, long table, String method, boolean partial) {

    /** Whether it is a table, partitioned or not, or a materialized view. */
    public boolean isTable() {
        return kind == 'r' || kind == 'p' || kind == 'm';
    }

    /** Whether it is an index, partitioned or not. */
    public boolean isIndex() {
        return kind == 'i' || kind == 'I';
    }
}
