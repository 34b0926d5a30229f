package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelationFilesTest {

    private static final long TERABYTE = 1L << 40;
    private static final long PAGE = 8192;

    @TempDir
    private Path folder;

    @Test
    void aTerabyteIsThousandSegmentsWithoutRoomOnTheDisk() throws Exception {
        Path file = Files.createFile(folder.resolve("16384"));

        RelationFiles.extend(file, TERABYTE / PAGE + 3);

        assertThat(Files.size(file)).isEqualTo(1L << 30);
        assertThat(Files.size(folder.resolve("16384.1023"))).isEqualTo(1L << 30);
        assertThat(Files.size(folder.resolve("16384.1024"))).isEqualTo(3 * PAGE);
        assertThat(kilobytesOnDisk()).isLessThan(10_000);
    }

    @Test
    void emptyingLeavesOneEmptyFileAndExtendingAgainTheSameLength() throws IOException {
        Path file = Files.createFile(folder.resolve("16384"));
        RelationFiles.extend(file, (3L << 30) / PAGE);

        RelationFiles.empty(file);

        assertThat(files()).isEqualTo(1);
        assertThat(Files.size(file)).isZero();

        RelationFiles.extend(file, (3L << 30) / PAGE);

        assertThat(files()).isEqualTo(3);
        assertThat(Files.size(folder.resolve("16384.2"))).isEqualTo(1L << 30);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private long kilobytesOnDisk() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("du", "-sk", folder.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Long.parseLong(output.split("\\s")[0]);
    }
}
