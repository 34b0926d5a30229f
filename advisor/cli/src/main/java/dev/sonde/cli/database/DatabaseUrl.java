package dev.sonde.cli.database;

import dev.sonde.cli.command.CommandFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database to connect to; its text form holds no credentials. */
public final class DatabaseUrl {

    private static final String PREFIX = "jdbc:postgresql:";
    private static final String CONNECT_SECONDS = "10";

    private final String url;
    private final Properties properties = new Properties();

    private DatabaseUrl(String url) {
        this.url = url;
    }

    /**
     * Checks a URL and adds credentials.
     *
     * @param user null to leave it to the URL
     * @param environment where {@code SONDE_DB_PASSWORD} or {@code PGPASSWORD} may be
     */
    public static DatabaseUrl of(String text, @Nullable String user, Map<String, String> environment) {
        return of("--url", text, user, environment);
    }

    /**
     * Checks a URL and adds credentials.
     *
     * @param option where the user gave it
     */
    public static DatabaseUrl of(String option, String text, @Nullable String user, Map<String, String> environment) {
        // What a profiled service has in its configuration works here as well.
        String url = text.replaceFirst("^jdbc:(sonde|p6spy):", "jdbc:");
        if (!url.startsWith(PREFIX)) {
            throw CommandFailure.badInput(option + " " + masked(text) + ": not a PostgreSQL JDBC URL: it looks like "
                    + PREFIX + "//host:5432/database");
        }
        DatabaseUrl database = new DatabaseUrl(url);
        String password = environment.getOrDefault("SONDE_DB_PASSWORD", environment.getOrDefault("PGPASSWORD", ""));
        if (user != null) {
            database.properties.setProperty("user", user);
        }
        if (!password.isEmpty() && !url.matches(".*[?&]password=.*")) {
            database.properties.setProperty("password", password);
        }
        database.properties.setProperty("ApplicationName", "sonde");
        database.properties.setProperty("connectTimeout", CONNECT_SECONDS);
        database.properties.setProperty("loginTimeout", CONNECT_SECONDS);
        return database;
    }

    /** Opens a connection. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Opens a connection with the simple query protocol, the only one in which EXPLAIN takes parameters as they stand. */
    public Connection connectSimple() {
        Properties simple = new Properties();
        simple.putAll(properties);
        simple.setProperty("preferQueryMode", "simple");
        try {
            return DriverManager.getConnection(url, simple);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The same for libraries that connect themselves. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        try {
            for (String name : properties.stringPropertyNames()) {
                source.setProperty(name, properties.getProperty(name));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return source;
    }

    /** What a failure of the database means to the user. */
    public CommandFailure failure(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String reason = masked(String.valueOf(e.getMessage())).replaceFirst("\\.$", "");
        String advice;
        if (state.startsWith("08")) {
            advice = "is the server running, and are host and port right?";
        } else if (state.startsWith("28")) {
            advice = "check the user (--user or the URL) and the password (SONDE_DB_PASSWORD or PGPASSWORD)";
        } else if (state.equals("3D000")) {
            advice = "check the database name in the URL";
        } else if (state.equals("42501")) {
            advice = "connect as a role that may read it, for example a member of pg_monitor";
        } else if (state.equals("53300")) {
            advice = "try again when a connection is free";
        } else if (state.equals("57014") || state.equals("55P03")) {
            advice = "the server was too busy or a lock was held: try again later";
        } else {
            advice = "SQLSTATE " + (state.isEmpty() ? "unknown" : state);
        }
        return CommandFailure.environment(masked(url) + ": " + reason + ": " + advice, e);
    }

    private static String masked(String text) {
        return text.replaceAll("(?i)((?:ssl)?password=)[^&\\s]*", "$1***")
                .replaceAll("//([^/@:\\s]*):[^/@\\s]*@", "//$1:***@");
    }

    @Override
    public String toString() {
        return masked(url);
    }
}
