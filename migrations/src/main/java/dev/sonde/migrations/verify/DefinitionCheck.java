package dev.sonde.migrations.verify;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.EmptyCopy;
import dev.sonde.migrations.sql.SqlToken;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts expected definitions and those of the database into one server's words: both are built on a throw-away server
 * with the database's schema, so that notation, defaults and the version of the database do not count. This class is
 * not threadsafe.
 */
final class DefinitionCheck implements AutoCloseable {

    private static final String SCRATCH = "sonde_expected";

    private final EmptyCopy copy;
    private final Connection connection;

    private DefinitionCheck(EmptyCopy copy, Connection connection) {
        this.copy = copy;
        this.connection = connection;
    }

    /**
     * Two definitions in the words of one server, under the same name.
     *
     * @param problem why they could not be put so, empty if they were
     */
    record Words(String expected, String actual, String problem) {
        boolean same() {
            return expected.equals(actual);
        }
    }

    /** Starts the server. */
    static DefinitionCheck start(CatalogSnapshot snapshot) {
        EmptyCopy copy = EmptyCopy.start(Optional.of(snapshot));
        try {
            return new DefinitionCheck(copy, DriverManager.getConnection(copy.url() + "&preferQueryMode=simple"));
        } catch (SQLException e) {
            copy.close();
            throw AdvisorException.environment("the throw-away server does not answer: " + e.getMessage(), e);
        }
    }

    /** Builds both and undoes it. */
    Words compare(ExpectedIndex expected, LiveIndex actual, List<String> searchPath) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("begin");
            try {
                String path = searchPath.stream().map(SqlIdentifier::quoted).collect(Collectors.joining(", "));
                statement.execute("set local search_path = " + (path.isEmpty() ? "''" : path));
                if (oid(statement, actual) == null) {
                    statement.execute(actual.definition());
                }
                statement.execute(expected.create(SCRATCH, false));
                String made = "select pg_get_indexdef(max(oid)) from pg_class where relname = '" + SCRATCH + "'";
                String is = text(statement, "select pg_get_indexdef(" + oid(statement, actual) + ")");
                return new Words(named(text(statement, made), actual), named(is, actual), "");
            } finally {
                statement.execute("rollback");
            }
        } catch (SQLException e) {
            return new Words("", "", String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static @Nullable String oid(Statement statement, LiveIndex index) throws SQLException {
        return text(
                statement,
                "select to_regclass(" + StatementText.literal(index.name().sql()) + ")::oid");
    }

    private static @Nullable String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** With the index's own name in place of the one it has on the throw-away server. */
    private static String named(@Nullable String definition, LiveIndex index) throws SQLException {
        if (definition == null) {
            throw new SQLException("the index cannot be built on the throw-away server");
        }
        List<SqlToken> tokens = SqlToken.of(definition);
        // A name that is a reserved word is quoted
        int on = tokens.indexOf(
                tokens.stream().filter(token -> token.is("on")).findFirst().orElseThrow());
        return definition.substring(0, tokens.get(on - 1).start())
                + SqlIdentifier.quoted(index.name().name()) + " "
                + definition.substring(tokens.get(on).start());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server goes with it
        }
        copy.close();
    }
}
