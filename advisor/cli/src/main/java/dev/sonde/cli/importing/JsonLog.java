package dev.sonde.cli.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads jsonlog, PostgreSQL 15 and later: one object a line, keys as the manual has them. */
final class JsonLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLog() {}

    static void read(LogLines lines, ImportTally tally, Consumer<LogEntry> entries) throws IOException {
        LogTime time = new LogTime(tally);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode node;
            try {
                node = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                tally.skip("lines could not be read as jsonlog", lines.where());
                continue;
            }
            if (!node.has("error_severity")) {
                tally.skip("lines could not be read as jsonlog", lines.where());
                continue;
            }
            entries.accept(new LogEntry(
                    lines.where(),
                    time.micros(node.path("timestamp").asText(""), lines.where()),
                    node.path("session_id").asText(""),
                    node.path("pid").asInt(0),
                    node.path("application_name").asText(""),
                    node.path("dbname").asText(""),
                    node.path("error_severity").asText(""),
                    node.path("state_code").asText(""),
                    node.path("message").asText(""),
                    node.path("detail").asText(""),
                    node.path("statement").asText("")));
        }
    }
}
