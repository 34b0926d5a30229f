package dev.sonde.cli.history.store;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.database.DatabaseUrl;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A history in the database and the schema that the user named. Nothing is written outside that schema, and the schema itself
 * only by {@link #init}.
 */
public final class HistoryDatabase {

    /** Where a history is unless the user says otherwise. */
    public static final String DEFAULT_SCHEMA = "sonde";

    static final String TIME_OUTS = "set statement_timeout = '10min'; set lock_timeout = '1min';"
            + " set idle_in_transaction_session_timeout = '10min'";

    private static final int MAX_NAME_BYTES = 63;

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger JOOQ_LOG = Logger.getLogger("org.jooq");

    private final DatabaseUrl url;
    private final String schema;
    private final HistoryTables tables;

    /**
     * Names a history; connects to nothing yet.
     *
     * @param schema as the user typed it
     */
    public HistoryDatabase(DatabaseUrl url, String schema) {
        if (schema.isBlank()
                || schema.indexOf('\0') >= 0
                || schema.startsWith("pg_")
                || schema.equals("information_schema")
                || schema.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw CommandFailure.badInput("--schema " + schema
                    + ": not the name of a schema that can be created: at most " + MAX_NAME_BYTES + " bytes, not pg_…");
        }
        JOOQ_LOG.setLevel(Level.WARNING); // it introduces itself otherwise
        this.url = url;
        this.schema = schema;
        this.tables = new HistoryTables(schema);
    }

    /** Creates the schema and its tables, or brings them up to date; answers how many migrations that took. */
    public int init() {
        try (Connection connection = connect(false)) {
            String encoding = String.valueOf(dsl(connection).fetchValue("select current_setting('server_encoding')"));
            if (!encoding.equals("UTF8")) {
                throw CommandFailure.environment(
                        url + ": the database has the encoding " + encoding
                                + ": statements and routes may hold any character, so name one with UTF8",
                        new SQLException(encoding));
            }
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
        if (version() > HistorySchema.VERSION) {
            throw newer();
        }
        try {
            return new HistorySchema(url, schema).migrate();
        } catch (FlywayException e) {
            throw failure(e);
        }
    }

    /** Fails unless there is a history that this version reads and writes. */
    public HistoryDatabase checked() {
        int version = version();
        if (version == 0) {
            throw missing();
        }
        if (version > HistorySchema.VERSION) {
            throw newer();
        }
        if (version < HistorySchema.VERSION) {
            throw CommandFailure.environment(
                    url + ": the history in schema " + schema
                            + " is of an older version: bring it up to date with sonde" + " history init" + options(),
                    new IllegalStateException("version " + version));
        }
        return this;
    }

    /** The newest migration that was applied, 0 if none was. */
    private int version() {
        return read(reader -> reader.version(schema));
    }

    private CommandFailure missing() {
        return CommandFailure.environment(
                url + ": no history in schema " + schema + ": create it with sonde history init" + options(),
                new IllegalStateException("no history"));
    }

    private CommandFailure newer() {
        return CommandFailure.environment(
                url + ": the history in schema " + schema + " was made by a newer version of sonde: use that one",
                new IllegalStateException("newer"));
    }

    private String options() {
        return " --url " + url + (schema.equals(DEFAULT_SCHEMA) ? "" : " --schema " + schema);
    }

    /** Asks within one read-only transaction. */
    public <T> T read(Function<HistoryReader, T> question) {
        try (Connection connection = connect(true)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            T answer = question.apply(new HistoryReader(dsl(connection), tables));
            connection.rollback();
            return answer;
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
    }

    /** Files of the history, by identifier, as far as they are among these. */
    public Map<Long, CountedCapture> captures(Iterable<Long> ids) {
        return read(reader -> reader.captures(ids));
    }

    /**
     * Adds everything or nothing; others that add wait for their turn.
     *
     * @return false, with nothing added, if the files are not any more what the additions took them for: reduce them anew
     */
    public boolean add(Additions additions) {
        return write(dsl -> new HistoryWriter(dsl, tables, schema).add(additions), false);
    }

    /**
     * Removes what is older.
     *
     * @param dryRun to take it back
     */
    public Pruning.Removed prune(Pruning pruning, boolean dryRun) {
        return write(
                dsl -> {
                    HistoryWriter.lock(dsl, schema);
                    return pruning.on(dsl, tables);
                },
                dryRun);
    }

    private <T> T write(Function<DSLContext, T> change, boolean dryRun) {
        try (Connection connection = connect(false)) {
            connection.setAutoCommit(false);
            T result = change.apply(dsl(connection));
            if (dryRun) {
                connection.rollback();
            } else {
                connection.commit();
            }
            return result;
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        Connection connection = url.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(TIME_OUTS + "; set search_path = pg_catalog");
            connection.setReadOnly(readOnly);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return url + ", schema " + schema;
    }

    private static DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    }

    private CommandFailure failure(Exception e) {
        if (e instanceof FlywayException flyway
                && flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return CommandFailure.environment(
                    url + ": schema " + schema + " holds other tables: name one that does not exist, or is empty, with"
                            + " --schema",
                    e);
        }
        @Nullable
        SQLException cause = Stream.iterate((Throwable) e, next -> next != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .orElse(null);
        if (cause == null) {
            return CommandFailure.environment(
                    url + ": "
                            + String.valueOf(e.getMessage())
                                    .strip()
                                    .lines()
                                    .findFirst()
                                    .orElse("failed"),
                    e);
        }
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        return switch (state) {
            case "42501" ->
                environment(
                        cause,
                        "the role needs a schema of its own: let its administrator create schema " + schema
                                + " authorization of this role, see docs/history.md");
            case "42P01", "3F000" -> missing();
            case "25006" -> environment(cause, "this server takes no writes: name the primary");
            default -> url.failure(cause);
        };
    }

    private CommandFailure environment(SQLException e, String advice) {
        return CommandFailure.environment(url + ": " + e.getMessage() + ": " + advice, e);
    }
}
