package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.sql.SQLException;
import java.util.List;

/** Reads what is neither a table nor a type: schemas, extensions, functions, sequences, foreign keys and views. */
final class SchemaReader {

    private final Catalog catalog;

    SchemaReader(Catalog catalog) {
        this.catalog = catalog;
    }

    List<String> schemas() throws SQLException {
        return catalog.texts("select nspname from pg_namespace n where " + Catalog.USER_SCHEMA + " order by 1");
    }

    List<CatalogSnapshot.Extension> extensions() throws SQLException {
        return catalog.list(
                "select extname, nspname, extversion from pg_extension join pg_namespace n on n.oid = extnamespace "
                        + "where extname <> 'plpgsql' order by 1",
                row -> new CatalogSnapshot.Extension(row.getString(1), row.getString(2), row.getString(3)));
    }

    List<String> functions() throws SQLException {
        return catalog.texts("""
                select pg_get_functiondef(p.oid)
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
                where prokind = 'f' and lanname in ('sql', 'plpgsql')
                  and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) and %s and %s
                order by p.oid
                """.formatted(Catalog.USER_SCHEMA, Catalog.ownObject("pg_proc", "p")));
    }

    List<String> sequences() throws SQLException {
        return catalog.texts("""
                select 'create sequence ' || quote_ident(nspname) || '.' || quote_ident(relname) || ' as '
                  || format_type(s.seqtypid, null) || %s
                from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
                where relkind = 'S' and c.relpersistence <> 't' and %s and %s
                  and not exists (select from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid
                                  and i.deptype = 'i')
                order by nspname, relname
                """.formatted(SEQUENCE_OPTIONS, Catalog.USER_SCHEMA, Catalog.ownObject("pg_class", "c")));
    }

    /** Options of {@code pg_sequence s}, but for its type. */
    static final String SEQUENCE_OPTIONS = """
            ' increment by ' || s.seqincrement || ' minvalue ' || s.seqmin || ' maxvalue ' || s.seqmax
              || ' start with ' || s.seqstart || ' cache ' || s.seqcache || case when s.seqcycle then ' cycle' else '' end
            """;

    List<String> sequenceOwners() throws SQLException {
        return catalog.texts("""
                select 'alter sequence ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' owned by '
                  || quote_ident(tn.nspname) || '.' || quote_ident(t.relname) || '.' || quote_ident(a.attname)
                from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
                join pg_namespace n on n.oid = c.relnamespace
                join pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p')
                join pg_namespace tn on tn.oid = t.relnamespace
                join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
                where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'
                  and c.relpersistence <> 't' and %s
                order by n.nspname, c.relname
                """.formatted(Catalog.USER_SCHEMA));
    }

    List<CatalogSnapshot.ForeignKey> foreignKeys() throws SQLException {
        // Those of partitions that come from the partitioned table come back with it.
        return catalog.list(
                """
                select n.nspname, c.relname, conname,
                  (select array_agg(attname::text order by o) from unnest(conkey) with ordinality u(a, o)
                   join pg_attribute on attrelid = conrelid and attnum = a),
                  fn.nspname, f.relname, pg_get_constraintdef(k.oid)
                from pg_constraint k
                join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_class f on f.oid = confrelid join pg_namespace fn on fn.oid = f.relnamespace
                where contype = 'f' and conparentid = 0 and c.relpersistence <> 't' and %s
                order by 1, 2, 3
                """.formatted(Catalog.USER_SCHEMA),
                row -> new CatalogSnapshot.ForeignKey(
                        new QualifiedName(row.getString(1), row.getString(2)),
                        row.getString(3),
                        Catalog.strings(row, 4),
                        new QualifiedName(row.getString(5), row.getString(6)),
                        row.getString(7)));
    }

    List<String> views() throws SQLException {
        return catalog.texts("""
                select 'create view ' || quote_ident(nspname) || '.' || quote_ident(relname)
                  || coalesce(' with (' || (select string_agg(quote_ident(option_name) || '='
                      || quote_literal(option_value), ', ') from pg_options_to_table(c.reloptions)) || ')', '')
                  || ' as ' || pg_get_viewdef(c.oid)
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where relkind = 'v' and c.relpersistence <> 't' and %s and %s order by c.oid
                """.formatted(Catalog.USER_SCHEMA, Catalog.ownObject("pg_class", "c")));
    }

    /** Names of the objects that a snapshot does not carry although statements may need them. */
    List<String> passedOver() throws SQLException {
        return catalog.texts("""
                select what from (
                  select 'foreign table ' || n.nspname || '.' || relname, 1, c.oid as oid, 'pg_class'::regclass, n.nspname
                  from pg_class c join pg_namespace n on n.oid = relnamespace where relkind = 'f'
                  union all
                  select case when prokind = 'a' then 'aggregate ' when prokind = 'w' then 'window function '
                           else 'function ' end || n.nspname || '.' || proname
                         || case when prokind = 'f' then ' in language ' || lanname else '' end,
                         2, p.oid, 'pg_proc'::regclass, n.nspname
                  from pg_proc p join pg_namespace n on n.oid = pronamespace join pg_language l on l.oid = prolang
                  where prokind in ('a', 'w') or prokind = 'f' and lanname not in ('sql', 'plpgsql')
                  union all
                  select 'base type ' || n.nspname || '.' || typname, 3, t.oid, 'pg_type'::regclass, n.nspname
                  from pg_type t join pg_namespace n on n.oid = typnamespace where typtype = 'b' and typelem = 0
                  union all
                  select 'operator ' || n.nspname || '.' || oprname, 4, o.oid, 'pg_operator'::regclass, n.nspname
                  from pg_operator o join pg_namespace n on n.oid = oprnamespace
                  union all
                  select 'operator class ' || n.nspname || '.' || opcname, 5, o.oid, 'pg_opclass'::regclass, n.nspname
                  from pg_opclass o join pg_namespace n on n.oid = opcnamespace
                  union all
                  select 'text search configuration ' || n.nspname || '.' || cfgname, 6, t.oid,
                         'pg_ts_config'::regclass, n.nspname
                  from pg_ts_config t join pg_namespace n on n.oid = cfgnamespace
                ) d (what, kind, oid, catalog, nspname)
                where %s and not exists (select from pg_depend e
                  where e.classid = d.catalog and e.objid = d.oid and e.deptype in ('e', 'i'))
                order by kind, what
                """.formatted(Catalog.USER_SCHEMA.replace("n.", "d.")));
    }
}
