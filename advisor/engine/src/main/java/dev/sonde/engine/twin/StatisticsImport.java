package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.RelationSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Brings statistics into the twin; how depends on the twin's version. */
interface StatisticsImport {

    /** Imports the statistics of all tables and indexes that the twin has; returns what was refused. */
    List<String> importAll(Connection connection, CatalogSnapshot snapshot) throws SQLException;

    /** Sets the counters of one relation. */
    void importSize(Connection connection, String schema, String relation, RelationSize size) throws SQLException;

    /** Sets the statistics of one key of an index, by its number. */
    void importIndexColumn(Connection connection, String schema, String index, ColumnStatistics statistics)
            throws SQLException;
}
