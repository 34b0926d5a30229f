package dev.sonde.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProgramsTest {

    @TempDir
    Path folder;

    /** As Docker's usual settings refuse it. */
    @Test
    void saysWhatToDoAsRootInAContainerWithoutUserNameSpaces() throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "unshare: unshare failed: Operation not permitted\n");

        assertThat(ServerPrograms.end(log))
                .isEqualTo(
                        "unshare: unshare failed: Operation not permitted: PostgreSQL does not run as root, and nothing"
                                + " here lets root have a user name space; use another user");
    }

    @Test
    void saysOtherwiseWhatTheServerSaid() throws Exception {
        Path log = Files.writeString(folder.resolve("log"), "FATAL:  no space left on device\n");

        assertThat(ServerPrograms.end(log)).isEqualTo("FATAL:  no space left on device");
    }
}
