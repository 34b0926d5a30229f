package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of "Bytes per execution" in docs/design-decisions.md; they depend on the JDK's zlib by a few per cent. */
class CaptureSizeTest {

    private static final int PROMISED = 40;

    @TempDir
    Path folder;

    @Test
    void takesAtMostFortyBytesPerExecutionOfAWebWorkloadUnitsIncluded() throws IOException {
        List<CaptureRecord> records = WebWorkload.of(50_000);
        long executions = records.stream().filter(Execution.class::isInstance).count();
        Path file = folder.resolve("web.sonde");

        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }

        assertThat((double) Files.size(file) / executions).isBetween(15.0, (double) PROMISED * 3 / 4);
    }
}
