package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.SnapshotReader.Catalog;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is not a table: schemas, extensions, types, functions, sequences, foreign keys and views. */
final class SchemaReader {

    /** Schemas of users. */
    static final String USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private final Catalog catalog;
    private final List<String> notes;

    SchemaReader(Catalog catalog, List<String> notes) {
        this.catalog = catalog;
        this.notes = notes;
    }

    /** Condition that an object does not belong to an extension. */
    static String ownObject(String catalogTable, String alias) {
        return "not exists (select from pg_depend e where e.classid = '" + catalogTable + "'::regclass and e.objid = "
                + alias + ".oid and e.deptype = 'e')";
    }

    List<String> schemas() throws SQLException {
        return catalog.texts("select nspname from pg_namespace n where " + USER_SCHEMA + " order by 1");
    }

    List<CatalogSnapshot.Extension> extensions() throws SQLException {
        List<CatalogSnapshot.Extension> extensions = new ArrayList<>();
        catalog.rows(
                "select extname, nspname, extversion from pg_extension join pg_namespace n on n.oid = extnamespace "
                        + "where extname <> 'plpgsql' order by 1",
                row -> extensions.add(
                        new CatalogSnapshot.Extension(row.getString(1), row.getString(2), row.getString(3))));
        return extensions;
    }

    List<String> types() throws SQLException {
        return catalog.texts("""
                select definition from (
                select t.oid, 'create type ' || format_type(t.oid, null) || ' as enum ('
                    || (select coalesce(string_agg(quote_literal(enumlabel), ', ' order by enumsortorder), '')
                        from pg_enum where enumtypid = t.oid) || ')' as definition
                from pg_type t join pg_namespace n on n.oid = t.typnamespace
                where typtype = 'e' and %1$s and %2$s
                union all
                select t.oid, 'create domain ' || format_type(t.oid, null) || ' as '
                    || format_type(typbasetype, typtypmod)
                    || coalesce(' default ' || pg_get_expr(typdefaultbin, 0), '')
                    || case when typnotnull then ' not null' else '' end
                    || coalesce((select string_agg(' constraint ' || quote_ident(conname) || ' '
                        || pg_get_constraintdef(k.oid), '' order by conname)
                        from pg_constraint k where contypid = t.oid and contype = 'c'), '')
                from pg_type t join pg_namespace n on n.oid = t.typnamespace
                where typtype = 'd' and %1$s and %2$s
                union all
                select t.oid, 'create type ' || format_type(t.oid, null) || ' as ('
                    || (select coalesce(string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', '
                        order by attnum), '') from pg_attribute where attrelid = t.typrelid and not attisdropped) || ')'
                from pg_type t join pg_namespace n on n.oid = t.typnamespace
                join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
                where typtype = 'c' and %1$s and %2$s
                union all
                select t.oid, 'create type ' || format_type(t.oid, null) || ' as range (subtype = '
                    || format_type(r.rngsubtype, null) || ')'
                from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_range r on r.rngtypid = t.oid
                where %1$s and %2$s) d order by oid
                """.formatted(USER_SCHEMA, ownObject("pg_type", "t")));
    }

    List<String> functions() throws SQLException {
        return catalog.texts("""
                select pg_get_functiondef(p.oid)
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
                where prokind = 'f' and lanname in ('sql', 'plpgsql') and prorettype <> 'trigger'::regtype
                  and %s and %s
                order by p.oid
                """.formatted(USER_SCHEMA, ownObject("pg_proc", "p")));
    }

    List<String> sequences() throws SQLException {
        // Identity columns bring their own.
        return catalog.texts("""
                select 'create sequence ' || quote_ident(nspname) || '.' || quote_ident(relname)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where relkind = 'S' and %s and %s
                  and not exists (select from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid
                                  and i.deptype = 'i')
                order by 1
                """.formatted(USER_SCHEMA, ownObject("pg_class", "c")));
    }

    List<CatalogSnapshot.ForeignKey> foreignKeys() throws SQLException {
        List<CatalogSnapshot.ForeignKey> keys = new ArrayList<>();
        catalog.rows(
                """
                select n.nspname, c.relname, conname,
                  (select array_agg(attname::text order by o) from unnest(conkey) with ordinality u(a, o)
                   join pg_attribute on attrelid = conrelid and attnum = a),
                  fn.nspname, f.relname, pg_get_constraintdef(k.oid)
                from pg_constraint k
                join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_class f on f.oid = confrelid join pg_namespace fn on fn.oid = f.relnamespace
                where contype = 'f' and c.relkind = 'r' and f.relkind = 'r' and not c.relispartition
                  and not f.relispartition and %s
                order by 1, 2, 3
                """.formatted(USER_SCHEMA),
                row -> keys.add(new CatalogSnapshot.ForeignKey(
                        new QualifiedName(row.getString(1), row.getString(2)),
                        row.getString(3),
                        strings(row, 4),
                        new QualifiedName(row.getString(5), row.getString(6)),
                        row.getString(7))));
        return keys;
    }

    List<String> views() throws SQLException {
        List<String> views = new ArrayList<>();
        catalog.rows("""
                select 'create view ' || quote_ident(nspname) || '.' || quote_ident(relname)
                    || ' as ' || pg_get_viewdef(c.oid), relkind, nspname || '.' || relname
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where relkind in ('v', 'f', 'p') and %s and %s order by c.oid
                """.formatted(USER_SCHEMA, ownObject("pg_class", "c")), row -> {
            switch (row.getString(2)) {
                case "v" -> views.add(row.getString(1));
                case "f" -> notes.add("passed over: foreign table " + row.getString(3));
                default -> notes.add("passed over: partitioned table " + row.getString(3) + " and its partitions");
            }
        });
        return views;
    }

    static List<String> strings(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
