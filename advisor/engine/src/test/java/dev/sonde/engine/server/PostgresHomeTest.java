package dev.sonde.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.Majors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresHomeTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheVersionOfAJarAndOfTheFolderItIsUnpackedTo() {
        PostgresHome ofJar = Majors.home(15);

        assertThat(ofJar.major()).isEqualTo(15);
        assertThat(PostgresHome.at(ofJar.folder())).isEqualTo(ofJar);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertBadInput(folder.resolve("none"), "no such folder or jar");
        assertBadInput(folder, "no bin/postgres there");
        Path notAJar = Files.writeString(folder.resolve("some.jar"), "text");
        assertBadInput(notAJar, "not a jar with PostgreSQL binaries");
    }

    @Test
    void saysThatAProgramMayNotBeExecuted() throws IOException {
        script("postgres", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                folder.resolve("bin").resolve("postgres"), PosixFilePermissions.fromString("rw-r--r--"));

        assertBadInput(folder, "bin/postgres may not be executed");
    }

    @Test
    void refusesWhatIsTooOldOrNoPostgresql() throws IOException {
        for (String program : List.of("initdb", "pg_ctl")) {
            script(program, "#!/bin/sh\n");
        }
        script("postgres", "#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.24'\n");
        assertBadInput(folder, "too old");
        script("postgres", "#!/bin/sh\necho hello\n");
        assertThatThrownBy(() -> PostgresHome.at(folder))
                .isInstanceOf(AdvisorException.class)
                .hasMessageContaining("gives no version of PostgreSQL: hello");
    }

    @Test
    void fallsBackToTheBundledVersion() {
        assertThat(PostgresHome.nearest(99)).isEqualTo(PostgresHome.bundled());
        assertThat(PostgresHome.nearest(9)).isEqualTo(PostgresHome.bundled());
    }

    private void script(String name, String text) throws IOException {
        Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(program, text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void assertBadInput(Path place, String message) {
        assertThatThrownBy(() -> PostgresHome.at(place))
                .isInstanceOfSatisfying(
                        AdvisorException.class,
                        e -> assertThat(e.category()).isEqualTo(AdvisorException.Category.BAD_INPUT))
                .hasMessageContaining(message)
                .hasMessageContaining(folderOf(place));
    }

    private static String folderOf(Path place) {
        return place.getFileName().toString();
    }
}
