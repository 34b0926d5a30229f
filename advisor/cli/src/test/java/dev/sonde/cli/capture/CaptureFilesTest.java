package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.CaptureFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {

    @TempDir
    Path folder;

    @Test
    void rotatedFilesComeInTheOrderOfTheirNumbers() throws IOException {
        for (String name : List.of(
                "shop-20261126T192745Z-090c9deee3406c87-10.sonde",
                "shop-20261126T192745Z-090c9deee3406c87-2.sonde",
                "shop-20261126T192745Z-0a0c9deee3406c87-1.sonde",
                "by-hand.sonde")) {
            CaptureFixture.write(folder.resolve(name), CaptureFixture.SESSION);
        }

        assertThat(CaptureFiles.of(List.of(folder, folder.resolve("by-hand.sonde")))
                        .files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "by-hand.sonde",
                        "shop-20261126T192745Z-090c9deee3406c87-2.sonde",
                        "shop-20261126T192745Z-090c9deee3406c87-10.sonde",
                        "shop-20261126T192745Z-0a0c9deee3406c87-1.sonde");
    }
}
