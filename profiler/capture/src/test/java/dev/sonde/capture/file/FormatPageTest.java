package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/capture-format.md to the code: whoever writes a reader has nothing else. */
class FormatPageTest {

    private static final Pattern RECORD = Pattern.compile("\\*\\*`(\\w+)`\\*\\*");
    private static final Pattern FIELD = Pattern.compile("\\| `(\\w+)` \\|.*");
    private static final Pattern HASH = Pattern.compile("\\| (\\w+) \\| `(.*)` \\| `([0-9a-f]{8})` \\|");

    private final String page = page();

    private static String page() {
        try {
            return Files.readString(Path.of("../../docs/capture-format.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void showsTheSchemaThatFilesHave() throws IOException {
        ObjectMapper json = new ObjectMapper();
        int start = page.indexOf("```json\n") + 8;

        JsonNode shown = json.readTree(page.substring(start, page.indexOf("```", start)));

        assertThat(shown).isEqualTo(json.readTree(CaptureSchema.JSON));
    }

    @Test
    void explainsEveryFieldOfEveryRecordInTheFilesOrder() throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        addRecords(new ObjectMapper().readTree(CaptureSchema.JSON), fields);
        fields.remove("Entry");

        assertThat(explainedFields()).isEqualTo(fields);
    }

    private static void addRecords(JsonNode type, Map<String, List<String>> fields) {
        if (type.path("type").asText().equals("record")) {
            List<String> names = new ArrayList<>();
            type.get("fields").forEach(field -> names.add(field.get("name").asText()));
            fields.put(type.get("name").asText(), names);
        }
        type.forEach(inner -> addRecords(inner, fields));
    }

    private Map<String, List<String>> explainedFields() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : section("Fields").split("\n")) {
            Matcher heading = RECORD.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (heading.lookingAt()) {
                current = fields.computeIfAbsent(heading.group(1), name -> new ArrayList<>());
            } else if (field.matches()) {
                current.add(field.group(1));
            }
        }
        return fields;
    }

    @Test
    void hasHashesOfValuesThatAreTrue() {
        ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");
        Matcher example = HASH.matcher(section("Hashes of values"));

        int examples = 0;
        while (example.find()) {
            examples++;
            Object value = value(example.group(1), example.group(2));
            assertThat(HexFormat.of().toHexDigits(hasher.hashObject(value)))
                    .as("%s %s", example.group(1), example.group(2))
                    .isEqualTo(example.group(3));
        }

        assertThat(examples).isGreaterThan(20);
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "integer" -> Long.valueOf(text);
            case "decimal" -> new BigDecimal(text);
            case "double" -> Double.valueOf(text);
            case "real" -> Float.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            case "uuid" -> UUID.fromString(text);
            case "bytes" -> HexFormat.of().parseHex(text);
            case "date" -> LocalDate.parse(text);
            case "time" -> LocalTime.parse(text);
            case "timestamptz" -> OffsetDateTime.parse(text);
            case "array" -> new Object[] {1, 2, null};
            default -> text.equals("\"\"") ? "" : text;
        };
    }

    @Test
    void hasIdentifiersAndARankThatAreTrue() {
        NormalizedSql sql = SqlNormalizer.normalize("select a from t where b = ? and c = 'x'");

        assertThat(sql.sql()).isEqualTo("select a from t where b = $1 and c = $2");
        assertThat(section("Identifiers"))
                .contains("`" + sql.sql() + "`", "`" + ContentHash.hex(sql.id()) + "`")
                .contains("`" + ContentHash.hex(ContentHash.of("a.B.c(B.java:1)\nhibernate\n")) + "`");
        assertThat(section("The sample of bind values"))
                .contains("give " + BindSample.rank(0x0123_4567_89ab_cdefL, 9, 1_000_000) + ".");
    }

    private String section(String heading) {
        int start = page.indexOf("\n## " + heading + "\n");
        int end = page.indexOf("\n## ", start + 1);
        assertThat(start).as("section %s", heading).isPositive();
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
