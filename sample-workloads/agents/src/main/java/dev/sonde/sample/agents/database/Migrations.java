package dev.sonde.sample.agents.database;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateOutput;

/** The team's migrations, run by Flyway with its default settings. */
public final class Migrations {

    private static final String OWN = "classpath:db/migration";

    private Migrations() {}

    /**
     * Applies what is pending and answers the applied files in order.
     *
     * @param elsewhere where the migrations lie if not in the jar, such as in a working copy of the project
     */
    public static List<String> migrate(DatabaseTarget target, List<String> elsewhere) {
        List<String> locations = elsewhere.isEmpty() ? List.of(OWN) : elsewhere;
        Flyway flyway = Flyway.configure()
                .dataSource(simpleQueryUrl(target.rawUrl()), target.user(), target.password())
                .locations(locations.toArray(String[]::new))
                .load();
        return flyway.migrate().migrations.stream().map(Migrations::fileName).toList();
    }

    /**
     * Flyway holds its lock in an open transaction whose extended-protocol portal keeps a snapshot, and
     * {@code CREATE INDEX CONCURRENTLY} on the other connection waits for that snapshot for ever. The simple protocol
     * leaves none behind, so the default lock, which also works behind PgBouncer, can stay.
     */
    private static String simpleQueryUrl(String url) {
        return url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple";
    }

    private static String fileName(MigrateOutput output) {
        String path = output.filepath == null ? "" : output.filepath.replace('\\', '/');
        return path.isEmpty() ? output.version + " " + output.description : path.substring(path.lastIndexOf('/') + 1);
    }
}
