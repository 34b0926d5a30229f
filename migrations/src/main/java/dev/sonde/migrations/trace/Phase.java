package dev.sonde.migrations.trace;

import java.util.Optional;

/**
 * A point at which a statement outside of a transaction waits for other sessions.
 *
 * @param name as {@code pg_stat_progress_create_index} has it, for example {@code waiting for old snapshots}; where the
 *     server reports no progress {@link #FOR_LOCK} or {@link #FOR_USERS}
 * @param strongest lock on a table that it holds or asks for while it waits, empty if none
 */
public record Phase(String name, Optional<HeldLock> strongest) {

    /** It has not begun. */
    public static final String FOR_LOCK = "waiting for its lock";

    /** It has begun, and cannot go on before older transactions have ended. */
    public static final String FOR_USERS = "waiting for transactions that use the table";

    private static final String FOR_SNAPSHOTS = "waiting for old snapshots";

    /** What has to happen before the statement goes on. */
    public String ends() {
        return switch (name) {
            case FOR_LOCK -> "when nobody holds a lock that conflicts";
            case FOR_SNAPSHOTS -> "when every older transaction of the database has ended, whatever it does";
            default -> "when older transactions that use the table have ended";
        };
    }
}
