package dev.sonde.sample.agents.database;

import dev.sonde.sample.agents.job.Arguments;
import dev.sonde.sample.agents.job.UsageException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** A database by its JDBC URL, which may be the profiler's. */
public record DatabaseTarget(String url, String user, String password) {

    public static final Set<String> OPTIONS = Set.of("url", "user", "password");

    private static final String PROFILED = "jdbc:sonde:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public DatabaseTarget {
        if (url.isBlank()) {
            throw new UsageException("no database: set AGENTS_DB_URL to a jdbc:postgresql: URL");
        }
        if (!url.startsWith(POSTGRESQL) && !url.startsWith("jdbc:sonde:postgresql:")) {
            throw new UsageException(
                    "database URL must start with jdbc:postgresql: or jdbc:sonde:postgresql: but is " + url);
        }
    }

    /** From {@code --url --user --password}, else the environment the service reads. */
    public static DatabaseTarget of(Arguments arguments, Map<String, String> environment) {
        return new DatabaseTarget(
                arguments.text("url", environment.getOrDefault("AGENTS_DB_URL", "")),
                arguments.text("user", environment.getOrDefault("AGENTS_DB_USER", "postgres")),
                arguments.text("password", environment.getOrDefault("AGENTS_DB_PASSWORD", "")));
    }

    /** The same database without the profiler: what a migration or a bulk load does is not the service's workload. */
    public String rawUrl() {
        return url.startsWith(PROFILED) ? "jdbc:" + url.substring(PROFILED.length()) : url;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(rawUrl(), user, password);
    }

    @Override
    public String toString() {
        return url + " as " + user;
    }
}
