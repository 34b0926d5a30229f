package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads come by the thousand and must not be pinned, nor leave anything behind. */
class VirtualThreadsTest {

    @TempDir
    Path folder;

    @Test
    void countsEveryExecutionOfTenThousandVirtualThreadsInASmallHeapAndPinsNone() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");

        Map<String, String> said = ServiceProcess.run(ServiceProcess.command(
                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
                PinningService.class,
                folder.resolve("captures").toString()));

        assertThat(said).containsEntry("executed", "50000").containsEntry("counted", "50000");
        assertThat(Long.parseLong(said.get("detailed")) + Long.parseLong(said.get("dropped")))
                .isEqualTo(50_000);
        if (Runtime.version().feature() >= 24) {
            // before JDK 24 every monitor pins
            assertThat(said).containsEntry("pinned", "0");
        }
    }
}
