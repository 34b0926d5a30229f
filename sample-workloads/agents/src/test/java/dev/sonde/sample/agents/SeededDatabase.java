package dev.sonde.sample.agents;

import dev.sonde.sample.agents.database.DatabaseTarget;
import dev.sonde.sample.agents.database.Migrations;
import dev.sonde.sample.agents.seed.Seed;
import dev.sonde.sample.agents.seed.Volume;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.util.List;

/** A PostgreSQL with the migrations applied and little data, one for all tests of the process. */
final class SeededDatabase {

    static final Volume VOLUME = Volume.ofScale(0.02);
    static final DatabaseTarget TARGET;
    static final List<String> APPLIED;

    static {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            TARGET = new DatabaseTarget(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
            APPLIED = Migrations.migrate(TARGET, List.of());
            try (Connection connection = TARGET.connect()) {
                Seed.into(connection, VOLUME, line -> {});
            }
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SeededDatabase() {}
}
