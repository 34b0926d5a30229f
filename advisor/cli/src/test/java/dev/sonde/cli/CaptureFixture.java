package dev.sonde.cli;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Small captures for tests. */
public final class CaptureFixture {

    public static final CaptureRecord.Session SESSION = new CaptureRecord.Session(
            1,
            "agents",
            "1.4.2",
            "host-a",
            1_795_435_200_000_000L,
            "jdbc:postgresql://db/agents",
            "18.6",
            "hashed",
            "00112233445566778899aabbccddeeff",
            50_000,
            "0.1.0");

    private CaptureFixture() {}

    public static Path write(Path file, CaptureRecord... records) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }
        return file;
    }

    public static CaptureRecord.Statement statement(long id, String sql) {
        return new CaptureRecord.Statement(1, id, id, sql, List.of(), List.of(), List.of(), false);
    }
}
