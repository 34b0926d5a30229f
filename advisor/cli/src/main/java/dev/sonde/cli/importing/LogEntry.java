package dev.sonde.cli.importing;

/**
 * One entry of a server log, whatever its format.
 *
 * @param where {@code file:line}
 * @param micros when it was written, since 1970, 0 if the log does not say
 * @param session of the server, empty if the log does not say
 * @param pid of the backend, 0 if the log does not say
 * @param application empty if the log does not say
 * @param database empty if the log does not say
 * @param sqlState empty if the log does not say
 * @param detail empty if there is none
 * @param statement that the entry is about, empty if there is none
 */
record LogEntry(
        String where,
        long micros,
        String session,
        int pid,
        String application,
        String database,
        String severity,
        String sqlState,
        String message,
        String detail,
        String statement) {

    /** Tells sessions apart as well as the log allows. */
    String sessionKey() {
        return session.isEmpty() ? Integer.toString(pid) : session;
    }
}
