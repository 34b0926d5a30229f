package dev.sonde.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A published schema, {@code docs/schema/*.schema.json}. */
public final class JsonSchema {

    private JsonSchema() {}

    /** What is wrong with the text by the schema of that name. */
    public static List<String> violations(String name, String json) throws IOException {
        Path root = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("docs/schema")))
                .findFirst()
                .orElseThrow();
        ObjectMapper mapper = new ObjectMapper();
        String schema = Files.readString(root.resolve("docs/schema").resolve(name + ".schema.json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(mapper.readTree(schema))
                .validate(mapper.readTree(json))
                .stream()
                .map(ValidationMessage::toString)
                .toList();
    }
}
