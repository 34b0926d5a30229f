package dev.sonde.engine;

import dev.sonde.engine.server.PostgresHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The versions of PostgreSQL that the tests of this module run on; Maven puts all but the bundled one into target. */
public final class Majors {

    /** The newest and one without the statistics functions, EXPLAIN (GENERIC_PLAN) and relallfrozen. */
    public static final int[] TESTED = {15, 18};

    private Majors() {}

    /** The programs of that major version. */
    public static PostgresHome home(int major) {
        PostgresHome bundled = PostgresHome.bundled();
        if (bundled.major() == major) {
            return bundled;
        }
        Path jar = Stream.of(Path.of("target"), Path.of("advisor", "engine", "target"))
                .map(target -> target.resolve("postgres").resolve("postgres-" + major + ".jar"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
        return PostgresHome.at(jar);
    }
}
