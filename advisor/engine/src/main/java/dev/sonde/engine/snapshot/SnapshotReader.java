package dev.sonde.engine.snapshot;

import dev.sonde.engine.AdvisorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a snapshot in one read-only transaction; takes no lock that a writer would notice. */
public final class SnapshotReader {

    /**
     * How to read.
     *
     * @param redact take values of text-like types out of the statistics
     * @param statementTimeout of each catalog query
     * @param lockTimeout a catalog query that waits longer is given up
     */
    public record Options(boolean redact, Duration statementTimeout, Duration lockTimeout) {
        /** No redaction, half a minute a query, two seconds a lock. */
        public static Options ofDefaults() {
            return new Options(false, Duration.ofSeconds(30), Duration.ofSeconds(2));
        }

        /** The same with redaction. */
        public Options redacted() {
            return new Options(true, statementTimeout, lockTimeout);
        }
    }

    private static final String SETTINGS = """
            select name, setting from pg_catalog.pg_settings
            where category like 'Query Tuning%'
               or name in ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers', 'max_parallel_workers_per_gather',
                           'parallel_leader_participation', 'temp_tablespaces', 'TimeZone', 'DateStyle',
                           'IntervalStyle', 'default_text_search_config', 'standard_conforming_strings',
                           'backslash_quote', 'row_security', 'max_parallel_maintenance_workers')
            """;

    private SnapshotReader() {}

    /** Reads the database at a JDBC address. */
    public static CatalogSnapshot read(String url, Options options) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw AdvisorException.badInput(
                    "not the address of a PostgreSQL database: " + withoutPassword(url)
                            + "; it starts with jdbc:postgresql:",
                    null);
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            return read(connection, options);
        } catch (SQLException e) {
            throw AdvisorException.environment(
                    "cannot connect to " + withoutPassword(url) + ": " + firstLine(e)
                            + "; check host, port, database, user and password",
                    e);
        }
    }

    /** Reads the database of an open connection, which is given back as it was: no transaction open, same modes. */
    public static CatalogSnapshot read(Connection connection, Options options) {
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                throw new IllegalArgumentException("the connection must not be in a transaction");
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
                return read(new Catalog(connection), options);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw AdvisorException.environment(
                    "cannot read the catalog: " + firstLine(e) + "; check the role's rights and the time-outs", e);
        }
    }

    private static CatalogSnapshot read(Catalog catalog, Options options) throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        catalog.rows(SETTINGS, row -> settings.put(row.getString(1), row.getString(2)));
        settings.put("search_path", catalog.text("""
                select coalesce(string_agg(quote_ident(s), ', '), '') from unnest(current_schemas(false)) s"""));
        catalog.execute(
                "set local statement_timeout = " + options.statementTimeout().toMillis());
        catalog.execute("set local lock_timeout = " + options.lockTimeout().toMillis());
        // Everything is deparsed with its schema, so that the twin needs no search path to restore it.
        catalog.execute("set local search_path = pg_catalog");

        List<String> notes = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        SchemaReader schema = new SchemaReader(catalog, notes);
        List<TableSnapshot> tables = new TableReader(catalog, options.redact(), notes, unreadable).read();
        tables.stream()
                .filter(TableSnapshot::neverAnalysed)
                .forEach(table -> notes.add("never analysed, so the planner guesses: " + table.name()
                        + "; run ANALYZE and take the snapshot again"));
        return new CatalogSnapshot(
                CatalogSnapshot.CURRENT_VERSION,
                catalog.text("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
                catalog.text("select split_part(current_setting('server_version'), ' ', 1)"),
                Integer.parseInt(catalog.text("select current_setting('server_version_num')")),
                catalog.text("select current_database()"),
                locale(catalog),
                options.redact(),
                settings,
                schema.schemas(),
                schema.extensions(),
                schema.types(),
                schema.functions(),
                schema.sequences(),
                tables,
                schema.foreignKeys(),
                schema.views(),
                unreadable,
                notes);
    }

    private static CatalogSnapshot.DatabaseLocale locale(Catalog catalog) throws SQLException {
        // Column names differ between versions; the row as JSON has whichever there are.
        String row = """
                (select coalesce(to_jsonb(d)->>'datlocprovider', 'c') || ' '
                     || coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', d.datcollate)
                 from pg_database d where datname = current_database())""";
        String[] parts = catalog.text("select " + row).split(" ", 2);
        String provider = parts[0].equals("i") ? "icu" : parts[0].equals("b") ? "builtin" : "libc";
        return new CatalogSnapshot.DatabaseLocale(provider, parts[1]);
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password|sslpassword)=[^&]*", "$1=…").replaceAll("//[^/@]*@", "//…@");
    }

    /** One row of a result. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** The open transaction. */
    record Catalog(Connection connection) {

        void rows(String sql, RowReader reader) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }

        String text(String sql) throws SQLException {
            List<String> values = new ArrayList<>();
            rows(sql, row -> values.add(row.getString(1)));
            return values.get(0);
        }

        List<String> texts(String sql) throws SQLException {
            List<String> values = new ArrayList<>();
            rows(sql, row -> values.add(row.getString(1)));
            return values;
        }

        void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
