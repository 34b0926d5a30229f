package dev.sonde.benchmarks.twin;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How long a twin of very many tables takes to start. */
final class ManyRelations {

    private static final String DATABASE = "many";

    private ManyRelations() {}

    /** From the snapshot in memory to a twin that plans, in milliseconds; each table has two indexes and a row. */
    static long startMillis(TwinSource source, int tables) throws SQLException {
        source.create(DATABASE);
        try (Connection connection = source.connect(DATABASE, 0);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < tables; i++) {
                String table = "t" + i;
                statement.execute("create table " + table + " (id bigint primary key, a int, b text); create index on "
                        + table + " (a); insert into " + table + " values (1, 2, 'three')");
            }
            statement.execute("analyze");
        }
        CatalogSnapshot snapshot = source.snapshot(DATABASE, 0);
        PostgresHome home = source.home();
        long start = System.nanoTime();
        try (PlanTwin twin = PlanTwin.start(snapshot, home)) {
            if (!twin.notes().isEmpty()) {
                throw new IllegalStateException(twin.notes().get(0));
            }
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }
}
