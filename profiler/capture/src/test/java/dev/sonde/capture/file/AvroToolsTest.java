package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads captures with the program avro-tools, as users do; the build copies it to {@code target}. Its Hadoop calls
 * {@code Subject.getSubject}, which Java no longer has from 24 on.
 */
@EnabledForJreRange(max = JRE.JAVA_23)
class AvroToolsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void printsEveryRecordAsJson() throws Exception {
        List<CaptureRecord> records = new ArrayList<>(GoldenRecords.oneOfEach());
        records.addAll(GoldenRecords.extremes());
        records.addAll(WebWorkload.of(5_000));
        Path file = folder.resolve("capture.sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }

        assertThat(parsed(tool("tojson", file))).hasSameSizeAs(records).isEqualTo(parsed(AvroJson.lines(file)));
        assertThat(tool("count", file)).containsExactly(Integer.toString(records.size()));
        assertThat(String.join("", tool("getmeta", file))).contains("avro.codec", "deflate");
    }

    private List<String> tool(String command, Path file) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = folder.resolve(command + ".out");
        Path messages = folder.resolve(command + ".err");
        Process program = new ProcessBuilder(
                        java.toString(), "-jar", System.getProperty("sonde.avroTools"), command, file.toString())
                .redirectOutput(output.toFile())
                .redirectError(messages.toFile())
                .start();
        int status = program.waitFor();
        assertThat(status).as(Files.readString(messages)).isZero();
        return Files.readAllLines(output);
    }

    private static List<JsonNode> parsed(List<String> lines) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : lines) {
            records.add(JSON.readTree(line));
        }
        return records;
    }
}
