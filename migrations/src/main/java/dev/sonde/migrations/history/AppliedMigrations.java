package dev.sonde.migrations.history;

import dev.sonde.engine.index.SqlIdentifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of Flyway's history, failed ones too: their versions are taken as well.
 *
 * @param versions as the table spells them, in the order of installation
 */
public record AppliedMigrations(List<String> versions) {

    private static final String NO_SUCH_TABLE = "42P01";

    public AppliedMigrations {
        versions = List.copyOf(versions);
    }

    /**
     * Reads the table; a database without one has no migrations.
     *
     * @param schema unquoted, empty for the one the connection finds
     * @param table unquoted
     */
    public static AppliedMigrations read(Connection connection, String schema, String table) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        String name = (schema.isEmpty() ? "" : SqlIdentifier.quoted(schema) + ".") + SqlIdentifier.quoted(table);
        List<String> versions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version from " + name + " where version is not null order by installed_rank")) {
            while (rows.next()) {
                String version = rows.getString(1);
                // A baseline by hand may have a version that is no number.
                if (version.matches("\\d+([._]\\d+)*")) {
                    versions.add(version);
                }
            }
        } catch (SQLException e) {
            if (!NO_SUCH_TABLE.equals(e.getSQLState())) {
                throw e;
            }
        } finally {
            connection.rollback();
        }
        return new AppliedMigrations(versions);
    }
}
