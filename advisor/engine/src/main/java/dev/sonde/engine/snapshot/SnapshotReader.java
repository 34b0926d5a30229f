package dev.sonde.engine.snapshot;

import dev.sonde.engine.AdvisorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";

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
                statement.execute("set local statement_timeout = "
                        + options.statementTimeout().toMillis());
                statement.execute(
                        "set local lock_timeout = " + options.lockTimeout().toMillis());
                return read(new Catalog(connection), options);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(connection, options, e);
        }
    }

    private static CatalogSnapshot read(Catalog catalog, Options options) throws SQLException {
        ServerReader server = new ServerReader(catalog);
        Map<String, String> settings = server.settings();
        // Everything is deparsed with its schema, so that the twin needs no search path to restore it.
        catalog.execute("set local search_path = pg_catalog");

        SchemaReader schema = new SchemaReader(catalog);
        TypeReader types = new TypeReader(catalog);
        StatisticsReader statistics = new StatisticsReader(catalog, options.redact());
        List<TableSnapshot> tables = new TableReader(catalog, statistics).read();
        List<String> unreadable = new ArrayList<>(statistics.hidden());
        unreadable.addAll(new ExtendedStatisticsReader(catalog, statistics).hidden());
        CatalogSnapshot.ServerState state = server.state();
        return new CatalogSnapshot(
                CatalogSnapshot.CURRENT_VERSION,
                catalog.text("select " + Catalog.instant("now()")),
                catalog.text("select split_part(current_setting('server_version'), ' ', 1)"),
                catalog.version(),
                catalog.text("select current_database()"),
                server.locale(),
                options.redact(),
                settings,
                schema.schemas(),
                schema.extensions(),
                types.types(),
                schema.functions(),
                schema.sequences(),
                tables,
                schema.foreignKeys(),
                schema.views(),
                unreadable,
                notes(tables, schema.passedOver(), state),
                types.collations(),
                schema.sequenceOwners(),
                server.overrides(),
                state);
    }

    private static List<String> notes(
            List<TableSnapshot> tables, List<String> passedOver, CatalogSnapshot.ServerState state) {
        List<String> notes = new ArrayList<>();
        if (state.inRecovery()) {
            notes.add("the server is a standby: it counts the index scans of its own readers only; "
                    + "take a snapshot of the primary too before an index is dropped");
        }
        passedOver.forEach(what -> notes.add("passed over: " + what));
        tables.stream()
                .filter(TableSnapshot::neverAnalysed)
                .forEach(table -> notes.add("never analysed, so the planner guesses: " + table.name()
                        + "; run ANALYZE and take the snapshot again"));
        PartitionedTables partitioned = new PartitionedTables(tables);
        tables.stream()
                .filter(table -> table.partitioned() && table.statistics().isEmpty())
                .filter(table -> partitioned.leaves(table.name()).stream()
                        .anyMatch(leaf -> !leaf.statistics().isEmpty()))
                .forEach(table -> notes.add("never analysed as a whole, which autovacuum does not do: " + table.name()
                        + "; run ANALYZE on it and take the snapshot again"));
        return notes;
    }

    private static AdvisorException failed(Connection connection, Options options, SQLException e) {
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return AdvisorException.environment(
                    "cannot read the catalog: " + lockedTables(connection) + " for more than "
                            + options.lockTimeout().toMillis() + " ms; take the snapshot when that is over",
                    e);
        }
        if (QUERY_CANCELED.equals(e.getSQLState())) {
            return AdvisorException.environment(
                    "cannot read the catalog: a query took longer than "
                            + options.statementTimeout().toMillis()
                            + " ms; take the snapshot when the server is less busy",
                    e);
        }
        return AdvisorException.environment(
                "cannot read the catalog: " + firstLine(e) + "; check the role's rights and the server", e);
    }

    private static String lockedTables(Connection connection) {
        try {
            List<String> locks = new Catalog(connection).texts("""
                    select n.nspname || '.' || c.relname || ' (by process ' || l.pid || ')'
                    from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation and c.relkind in ('r', 'p', 'm')
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where l.granted and l.mode = 'AccessExclusiveLock'
                      and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
                    order by 1 limit 3""");
            return locks.isEmpty() ? "a table was locked" : "locked: " + String.join(", ", locks);
        } catch (SQLException e) {
            return "a table was locked";
        }
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password|sslpassword)=[^&]*", "$1=…").replaceAll("//[^/@]*@", "//…@");
    }
}
