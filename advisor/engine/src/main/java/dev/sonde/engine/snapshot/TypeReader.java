package dev.sonde.engine.snapshot;

import java.sql.SQLException;
import java.util.List;

/** Reads collations and types as the statements that create them. */
final class TypeReader {

    /** Of a collation {@code l} in {@code pg_namespace ln}, unless it is the default of the type {@code b}. */
    static final String OTHER_COLLATION = """
            (select ' collate ' || quote_ident(ln.nspname) || '.' || quote_ident(l.collname) from pg_collation l
             join pg_namespace ln on ln.oid = l.collnamespace where l.oid = %s and l.oid <> b.typcollation)""";

    private static final String ENUMS = """
            select t.oid, 'create type ' || format_type(t.oid, null) || ' as enum ('
                || (select coalesce(string_agg(quote_literal(enumlabel), ', ' order by enumsortorder), '')
                    from pg_enum where enumtypid = t.oid) || ')' as definition
            from pg_type t join pg_namespace n on n.oid = t.typnamespace
            where typtype = 'e' and %1$s and %2$s
            """;

    private static final String DOMAINS = """
            select t.oid, 'create domain ' || format_type(t.oid, null) || ' as '
                || format_type(t.typbasetype, t.typtypmod)
                || coalesce(%3$s, '')
                || coalesce(' default ' || pg_get_expr(t.typdefaultbin, 0), '')
                || case when t.typnotnull then ' not null' else '' end
                || coalesce((select string_agg(' constraint ' || quote_ident(conname) || ' '
                    || pg_get_constraintdef(k.oid), '' order by conname)
                    from pg_constraint k where contypid = t.oid and contype = 'c'), '')
            from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
            where t.typtype = 'd' and %1$s and %2$s
            """;

    private static final String COMPOSITES = """
            select t.oid, 'create type ' || format_type(t.oid, null) || ' as ('
                || (select coalesce(string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
                        || coalesce(%4$s, ''), ', ' order by attnum), '')
                    from pg_attribute join pg_type b on b.oid = atttypid
                    where attrelid = t.typrelid and attnum > 0 and not attisdropped) || ')'
            from pg_type t join pg_namespace n on n.oid = t.typnamespace
            join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
            where t.typtype = 'c' and %1$s and %2$s
            """;

    // A canonical function takes the range type itself, so it needs a language that is not carried over.
    private static final String RANGES = """
            select t.oid, 'create type ' || format_type(t.oid, null) || ' as range (subtype = '
                || format_type(r.rngsubtype, null)
                || case when o.opcdefault then ''
                   else ', subtype_opclass = ' || quote_ident(os.nspname) || '.' || quote_ident(o.opcname) end
                || coalesce((select ', collation = ' || quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
                             from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace
                             where l.oid = r.rngcollation and l.oid <> b.typcollation), '')
                || case when r.rngsubdiff <> 0 then ', subtype_diff = ' || r.rngsubdiff else '' end
                || coalesce(%5$s, '') || ')'
            from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_range r on r.rngtypid = t.oid
            join pg_type b on b.oid = r.rngsubtype
            join pg_opclass o on o.oid = r.rngsubopc join pg_namespace os on os.oid = o.opcnamespace
            where t.typtype = 'r' and %1$s and %2$s
            """;

    private static final String COLLATIONS = """
            select 'create collation ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname) || ' (provider = '
              || case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end
              || case when c.collprovider = 'c'
                   then ', lc_collate = ' || quote_literal(c.collcollate) || ', lc_ctype = ' || quote_literal(c.collctype)
                   else ', locale = ' || quote_literal(%s) end
              || case when c.collisdeterministic then '' else ', deterministic = false' end
              || coalesce(', rules = ' || quote_literal(%s), '') || ')'
            from pg_collation c join pg_namespace n on n.oid = c.collnamespace
            where %s and %s order by c.oid
            """;

    private final Catalog catalog;

    TypeReader(Catalog catalog) {
        this.catalog = catalog;
    }

    List<String> types() throws SQLException {
        String multirange = catalog.since(
                14,
                "(select ', multirange_type_name = ' || quote_ident(mn.nspname) || '.' || quote_ident(m.typname) from "
                        + "pg_type m join pg_namespace mn on mn.oid = m.typnamespace where m.oid = r.rngmultitypid)",
                "text");
        String union = String.join("union all\n", ENUMS, DOMAINS, COMPOSITES, RANGES)
                .formatted(
                        Catalog.USER_SCHEMA,
                        Catalog.ownObject("pg_type", "t"),
                        OTHER_COLLATION.formatted("t.typcollation"),
                        OTHER_COLLATION.formatted("attcollation"),
                        multirange);
        return catalog.texts("select definition from (" + union + ") d order by oid");
    }

    List<String> collations() throws SQLException {
        // The locale of ICU moved twice: with 15 and with 17.
        String locale = catalog.version() >= 170000
                ? "c.colllocale"
                : catalog.version() >= 150000 ? "c.colliculocale" : "c.collcollate";
        return catalog.texts(COLLATIONS.formatted(
                locale,
                catalog.since(16, "c.collicurules", "text"),
                Catalog.USER_SCHEMA,
                Catalog.ownObject("pg_collation", "c")));
    }
}
