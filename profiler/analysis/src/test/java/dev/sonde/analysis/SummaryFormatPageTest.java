package dev.sonde.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.capture.file.CaptureSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Holds docs/summary-format.md to the code, and the files to Avro's own reader. */
class SummaryFormatPageTest {
    private static final Pattern RECORD = Pattern.compile("\\*\\*`(\\w+)`\\*\\*(?: \\((\\d+)\\))?:(.*)");
    private static final Pattern FIELD = Pattern.compile("`(\\w+)` (\\w+(?:\\[])?)");

    @Test
    void explainsEveryFieldOfEveryRecordInTheFilesOrder() throws IOException {
        JsonNode branches = new ObjectMapper()
                .readTree(SummaryKind.schema())
                .get("fields")
                .get(0)
                .get("type");
        Map<String, List<String>> inFiles = new LinkedHashMap<>();
        for (int i = CaptureSchema.KINDS; i < branches.size(); i++) {
            add(i, branches.get(i), inFiles);
        }

        assertThat(new TreeMap<>(explained())).isEqualTo(new TreeMap<>(inFiles));
    }

    private static void add(int number, JsonNode record, Map<String, List<String>> records) {
        List<String> fields = new ArrayList<>();
        records.put(record.get("name").asText() + (number < 0 ? "" : " " + number), fields);
        for (JsonNode field : record.get("fields")) {
            JsonNode type = field.get("type");
            boolean list = type.path("type").asText().equals("array");
            JsonNode item = list ? type.get("items") : type;
            if (item.isObject()) {
                add(-1, item, records);
            }
            fields.add(field.get("name").asText() + " "
                    + (item.isObject() ? item.get("name").asText() : item.asText()) + (list ? "[]" : ""));
        }
    }

    private static Map<String, List<String>> explained() throws IOException {
        Map<String, List<String>> records = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line :
                Files.readString(Path.of("../../docs/summary-format.md")).split("\n", -1)) {
            Matcher record = RECORD.matcher(line);
            String fields = line;
            if (record.matches()) {
                current = new ArrayList<>();
                records.put(record.group(1) + (record.group(2) == null ? "" : " " + record.group(2)), current);
                fields = record.group(2) == null ? record.group(3) : "";
            } else if (!line.startsWith("  `")) {
                continue;
            }
            Matcher field = FIELD.matcher(fields);
            while (field.find()) {
                current.add(field.group(1) + " " + field.group(2));
            }
        }
        return records;
    }

    @Test
    void avroReadsWhatWeWrite() throws IOException {
        Reduction.Builder builder = Reduction.builder().source(1, 2);
        Workloads.random(new Random(6)).records.forEach(builder::add);
        Workloads.loops(4_000).records.forEach(builder::add);
        Reduction reduction = builder.build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SummaryFile.write(bytes, reduction);

        Map<String, Integer> kinds = new TreeMap<>();
        long calls = 0;
        try (DataFileStream<GenericRecord> stream =
                new DataFileStream<>(new ByteArrayInputStream(bytes.toByteArray()), new GenericDatumReader<>())) {
            for (GenericRecord entry : stream) {
                GenericRecord record = (GenericRecord) entry.get("record");
                kinds.merge(record.getSchema().getName(), 1, Integer::sum);
                if (record.getSchema().getName().equals("Totals")) {
                    calls += (Long) record.get("calls");
                }
            }
        }

        assertThat(kinds)
                .containsKeys("Source", "Session", "Totals", "Details", "Fault", "TimeCell", "CachedReads", "Execution")
                .doesNotContainKeys("Aggregate", "PoolSample", "Lease", "Overhead");
        assertThat(calls)
                .isEqualTo(reduction.summary().statements().stream()
                        .mapToLong(statement -> statement.calls())
                        .sum());
    }
}
