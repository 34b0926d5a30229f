package dev.sonde.cli.history.store;

import dev.sonde.cli.database.DatabaseUrl;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema's migrations. They have a location and a history table of their own, so that neither the Flyway of a service finds
 * them nor they anything of a service's.
 */
final class HistorySchema {

    /** What this version of sonde reads and writes: the number of the newest migration. */
    static final int VERSION = 1;

    /** Flyway's, under a name that no service's Flyway has. */
    static final String TABLE = "sonde_history";

    private static final String LOCATION = "classpath:dev/sonde/history/migration";

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final Flyway flyway;

    HistorySchema(DatabaseUrl url, String schema) {
        FLYWAY_LOG.setLevel(Level.OFF); // what goes wrong is in the exception
        flyway = Flyway.configure(HistorySchema.class.getClassLoader())
                .dataSource(url.dataSource())
                .initSql(HistoryDatabase.TIME_OUTS)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .table(TABLE)
                .locations(LOCATION)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .load();
    }

    /** Creates the schema or brings it up to date; answers how many migrations that took. */
    int migrate() throws FlywayException {
        return flyway.migrate().migrationsExecuted;
    }
}
