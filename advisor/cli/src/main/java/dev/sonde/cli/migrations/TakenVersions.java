package dev.sonde.cli.migrations;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.history.AppliedMigrations;
import dev.sonde.migrations.project.FlywaySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --history}: versions that a database has already. */
public final class TakenVersions {

    @Option(
            names = "--history",
            paramLabel = "JDBC_URL",
            description = "Database whose flyway_schema_history says which versions are taken; it is only read."
                    + " The password comes from SONDE_DB_PASSWORD or PGPASSWORD.")
    private @Nullable String history;

    /** The versions in the history table of these settings; none without the option. */
    public List<String> applied(MigrationTarget target, Console console) throws SQLException {
        if (history == null) {
            return List.of();
        }
        String schema = target.settings().map(FlywaySettings::defaultSchema).orElse("");
        String table = target.settings().map(FlywaySettings::table).orElse("flyway_schema_history");
        DatabaseUrl url = DatabaseUrl.of("--history", history, null, console.environment());
        try (Connection connection = url.connect()) {
            return AppliedMigrations.read(connection, schema, table).versions();
        } catch (SQLException e) {
            throw url.failure(e);
        }
    }

    /** Where a user's folder says migrations are, with what is taken on a branch and in the database. */
    public MigrationTarget target(Path folder, @Nullable String base, Console console)
            throws IOException, SQLException {
        MigrationTarget target = MigrationTarget.of(folder, console.environment());
        if (base != null) {
            target = target.withBase(base);
        }
        return target.withTaken(applied(target, console));
    }
}
