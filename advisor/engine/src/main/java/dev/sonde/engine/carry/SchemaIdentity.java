package dev.sonde.engine.carry;

import dev.sonde.engine.index.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which relation and column is which on one server at one moment, whatever they are called.
 *
 * @param relations by oid: tables, partitioned ones, materialised views and indexes outside of the system's schemas
 */
public record SchemaIdentity(Map<Long, Relation> relations) {

    private static final String QUERY = """
            select c.oid::int8, n.nspname, c.relname, coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::int8,
              c.relkind in ('i', 'I'), a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attlen
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
            left join pg_catalog.pg_attribute a
              on a.attrelid operator(pg_catalog.=) c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind in ('r', 'p', 'm', 'i', 'I') and c.relpersistence <> 't'
              and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')""";

    /**
     * A relation.
     *
     * @param file number of its file, 0 if it has none; another one means that it was written anew
     * @param columns by attribute number
     */
    public record Relation(QualifiedName name, long file, boolean index, Map<Integer, Column> columns) {}

    /**
     * A column.
     *
     * @param type as {@code format_type} gives it
     * @param bytes of a value, -1 if they vary
     */
    public record Column(String name, String type, int bytes) {}

    /** Reads the catalog as it is now. */
    public static SchemaIdentity read(Connection connection) throws SQLException {
        Map<Long, Relation> relations = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                Relation relation = relations.get(rows.getLong(1));
                if (relation == null) {
                    relation = new Relation(
                            new QualifiedName(rows.getString(2), rows.getString(3)),
                            rows.getLong(4),
                            rows.getBoolean(5),
                            new TreeMap<>());
                    relations.put(rows.getLong(1), relation);
                }
                int number = rows.getInt(6);
                if (!rows.wasNull()) {
                    relation.columns().put(number, new Column(rows.getString(7), rows.getString(8), rows.getInt(9)));
                }
            }
        }
        return new SchemaIdentity(relations);
    }

    /** Oids by name. */
    Map<QualifiedName, Long> oids() {
        Map<QualifiedName, Long> oids = new TreeMap<>();
        relations.forEach((oid, relation) -> oids.put(relation.name(), oid));
        return oids;
    }
}
