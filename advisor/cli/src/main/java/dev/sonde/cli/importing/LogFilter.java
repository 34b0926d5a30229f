package dev.sonde.cli.importing;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which entries of a log are wanted, and which service they are counted to. */
final class LogFilter {

    private final @Nullable String database;
    private final @Nullable String service;
    private final Set<String> databases = new TreeSet<>();

    /**
     * @param database null for all
     * @param service null for the application's own name
     */
    LogFilter(@Nullable String database, @Nullable String service) {
        this.database = database;
        this.service = service;
    }

    boolean accepts(LogEntry entry) {
        if (!entry.database().isEmpty()) {
            databases.add(entry.database());
        }
        return database == null || entry.database().equals(database);
    }

    String service(LogEntry entry) {
        return service == null ? entry.application() : service;
    }

    /** The wanted database for a message, empty if all are. */
    String words() {
        return database == null
                ? ""
                : " of database " + database + " (the log has " + String.join(", ", databases) + ")";
    }

    /** That the log speaks of. */
    Set<String> databases() {
        return databases;
    }
}
