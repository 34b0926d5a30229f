package dev.sonde.engine.snapshot;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what holds for the whole database: settings, locale, state of the server. */
final class ServerReader {

    /** Settings that the planner, or the meaning of a constant, depends on. */
    private static final String OF_THE_PLANNER = """
            (category like 'Query Tuning%'
             or name in ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers', 'max_parallel_workers_per_gather',
                         'parallel_leader_participation', 'temp_tablespaces', 'TimeZone', 'DateStyle',
                         'IntervalStyle', 'default_text_search_config', 'standard_conforming_strings',
                         'backslash_quote', 'row_security', 'max_parallel_maintenance_workers'))
            """;

    private final Catalog catalog;

    ServerReader(Catalog catalog) {
        this.catalog = catalog;
    }

    /** In their base units; with the search path of this session, so before that is changed. */
    Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        catalog.rows(
                "select name, setting from pg_catalog.pg_settings where " + OF_THE_PLANNER,
                row -> settings.put(row.getString(1), row.getString(2)));
        settings.put("search_path", catalog.text("""
                select coalesce(string_agg(pg_catalog.quote_ident(s), ', '), '')
                from pg_catalog.unnest(pg_catalog.current_schemas(false)) s"""));
        return settings;
    }

    List<CatalogSnapshot.SettingOverride> overrides() throws SQLException {
        return catalog.list(
                """
                select rolname, setdatabase <> 0, name, content
                from pg_db_role_setting left join pg_roles r on r.oid = setrole
                cross join lateral unnest(setconfig) c(entry)
                cross join lateral (select split_part(entry, '=', 1),
                                           substr(entry, strpos(entry, '=') + 1)) s(variable, content)
                join pg_settings on lower(name) = lower(variable)
                where (setdatabase = 0 or setdatabase = (select oid from pg_database where datname = current_database()))
                  and (%s or name = 'search_path')
                order by 2, 1 nulls first, 3
                """.formatted(OF_THE_PLANNER),
                row -> new CatalogSnapshot.SettingOverride(
                        row.getString(1), row.getBoolean(2), row.getString(3), row.getString(4)));
    }

    CatalogSnapshot.ServerState state() throws SQLException {
        return catalog.list(
                        "select pg_is_in_recovery(), " + Catalog.instant("pg_postmaster_start_time()") + ", "
                                + Catalog.instant("stats_reset") + ", case when has_database_privilege(datname, "
                                + "'connect') then pg_database_size(datname) else -1 end "
                                + "from pg_stat_database where datname = current_database()",
                        row -> new CatalogSnapshot.ServerState(
                                row.getBoolean(1), row.getString(2), row.getString(3), row.getLong(4)))
                .get(0);
    }

    CatalogSnapshot.DatabaseLocale locale() throws SQLException {
        // Column names differ between versions; the row as JSON has whichever there are.
        return catalog.list(
                        """
                        select coalesce(to_jsonb(d)->>'datlocprovider', 'c'),
                          coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', d.datcollate)
                        from pg_database d where datname = current_database()""",
                        row -> new CatalogSnapshot.DatabaseLocale(
                                switch (row.getString(1)) {
                                    case "i" -> "icu";
                                    case "b" -> "builtin";
                                    default -> "libc";
                                },
                                row.getString(2)))
                .get(0);
    }
}
