package dev.sonde.benchmarks.competitor;

import java.sql.Connection;
import java.sql.SQLException;

/** One competitor at work on one database. */
public interface Instrumentation {

    /** A new connection that is observed. */
    Connection connect() throws SQLException;

    /**
     * Ends the observation, writes what is still to be written, and tells what was seen. All connections must have
     * been closed before.
     */
    Seen finish();
}
