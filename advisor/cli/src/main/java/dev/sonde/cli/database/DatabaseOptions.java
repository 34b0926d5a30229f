package dev.sonde.cli.database;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --url} and {@code --user} of the commands that connect to a database. */
public final class DatabaseOptions {

    @Option(
            names = "--url",
            paramLabel = "JDBC_URL",
            description = {
                "The database, for example jdbc:postgresql://host:5432/app.",
                "The password comes from SONDE_DB_PASSWORD or PGPASSWORD, or from the URL."
            })
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "ROLE", description = "Role to connect as, if the URL does not say.")
    private @Nullable String user;

    /** The database, if one was given. */
    public Optional<DatabaseUrl> database(Console console) {
        if (url == null) {
            if (user != null) {
                throw CommandFailure.badInput("--user without --url: name the database with --url JDBC_URL");
            }
            return Optional.empty();
        }
        return Optional.of(DatabaseUrl.of(url, user, console.environment()));
    }
}
