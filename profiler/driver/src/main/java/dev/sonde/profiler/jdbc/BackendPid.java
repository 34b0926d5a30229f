package dev.sonde.profiler.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** The only place that knows pgjdbc's own interface; not loaded if pgjdbc is not there. */
final class BackendPid {

    private BackendPid() {}

    /** Process id of the server's backend, a field that pgjdbc got when it connected; 0 if it is not known. */
    static int of(Connection connection) {
        try {
            return connection.isWrapperFor(PGConnection.class)
                    ? connection.unwrap(PGConnection.class).getBackendPID()
                    : 0;
        } catch (SQLException | LinkageError e) {
            return 0;
        }
    }
}
