package dev.sonde.engine.rewrite;

import java.sql.SQLException;

/** A loop and what takes its place, each to be run as often as one likes. */
interface Sides {

    /** Runs the loop; stops once it has read more rows than are compared. */
    ResultSets loop() throws SQLException;

    ResultSets batch() throws SQLException;

    /** Executions of one loop. */
    int tripsBefore();

    int tripsAfter();
}
