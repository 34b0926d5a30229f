package dev.sonde.benchmarks.twin;

import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The versions of PostgreSQL that Maven put beside these classes. */
final class Majors {

    static final List<Integer> ALL = List.of(14, 15, 16, 17, 18);

    private Majors() {}

    static PostgresHome home(int major) throws IOException {
        PostgresHome bundled = PostgresHome.bundled();
        if (bundled.major() == major) {
            return bundled;
        }
        // target/classes in a test, target/sonde-benchmarks.jar otherwise
        Path target = location().getParent();
        Path jar = (target == null ? Path.of("") : target).resolve("postgres").resolve("postgres-" + major + ".jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is not there: build this module by Maven");
        }
        return PostgresHome.at(jar);
    }

    private static Path location() throws IOException {
        try {
            return Path.of(Majors.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where this program lies", e);
        }
    }
}
