package dev.sonde.maven;

import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Says whether a migration with {@code CREATE INDEX CONCURRENTLY} would hang or fail under the project's Flyway settings,
 * and which line mends it. As {@code sonde doctor}.
 */
@Mojo(name = "doctor", aggregator = true, threadSafe = true)
public final class DoctorMojo extends CommandMojo {

    /** Flyway connects through PgBouncer. */
    @Parameter(property = "sonde.pgbouncer", defaultValue = "false")
    private boolean pgbouncer;

    /** Runs real Flyway with these settings on a throw-away PostgreSQL, and again with the proposed ones. */
    @Parameter(property = "sonde.prove", defaultValue = "true")
    private boolean prove;

    @Override
    Optional<Arguments> arguments() {
        return Optional.of(Arguments.of("doctor")
                .file(basedir)
                .flag("--pgbouncer", pgbouncer)
                .flag("--no-prove", !prove));
    }

    /** The first line is about one of several Flyways, which may be a healthy one. */
    @Override
    String failure(String headline) {
        return "CREATE INDEX CONCURRENTLY would hang or fail under Flyway's settings: the lines above say where, and what mends it";
    }
}
