package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sonde.capture.CaptureRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads captures with Avro's library for C, the one in DuckDB's Avro extension. Its program is in Debian's package
 * avro-bin, which {@code .ci/run} installs; without it these tests are skipped, but on CI they fail.
 */
class AvroInCTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTheProgram() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "avrocat")));
        if (System.getenv("CI") == null) {
            assumeTrue(there, "skipped: no avrocat on the PATH; apt-get install avro-bin");
        }
        assertThat(there).as("avrocat of Debian's avro-bin is on the PATH").isTrue();
    }

    @Test
    void readsEveryKindOfRecordAsAvroInJavaDoes() throws Exception {
        List<CaptureRecord> records = new ArrayList<>(GoldenRecords.oneOfEach());
        records.addAll(GoldenRecords.extremes());
        Path file = write(records);

        assertThat(readByC(file)).hasSize(26).isEqualTo(readByJava(file));
    }

    @Test
    void readsFilesOfManyBlocks() throws Exception {
        List<CaptureRecord> records = WebWorkload.of(5_000);
        Path file = write(records);

        assertThat(Files.size(file)).isGreaterThan(100_000);
        assertThat(readByC(file)).hasSameSizeAs(records).isEqualTo(readByJava(file));
    }

    private Path write(List<CaptureRecord> records) throws IOException {
        Path file = folder.resolve("capture.sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }
        return file;
    }

    private List<JsonNode> readByC(Path file) throws IOException, InterruptedException {
        Path lines = folder.resolve("lines.json");
        Process program = new ProcessBuilder("avrocat", file.toString())
                .redirectOutput(lines.toFile())
                .redirectErrorStream(true)
                .start();
        int status = program.waitFor();
        List<JsonNode> records = new ArrayList<>();
        assertThat(status).as(Files.readString(lines)).isZero();
        for (String line : Files.readAllLines(lines)) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private static List<JsonNode> readByJava(Path file) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : AvroJson.lines(file)) {
            records.add(asCWritesIt(JSON.readTree(line.replace("\"dev.sonde.capture.", "\""))));
        }
        return records;
    }

    /** The program prints bytes and identifiers up to the first zero only; its library reads them whole. */
    private static JsonNode asCWritesIt(JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            int zero = text.indexOf(0);
            return zero < 0 ? value : TextNode.valueOf(text.substring(0, zero));
        }
        if (value instanceof ObjectNode fields) {
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                field.setValue(asCWritesIt(field.getValue()));
            }
        }
        return value;
    }
}
