package dev.sonde.engine.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes and reads a snapshot as JSON: same snapshot, same bytes. */
public final class SnapshotFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SnapshotFile() {}

    /** Writes the snapshot, replacing a file of that name. */
    public static void write(CatalogSnapshot snapshot, Path file) {
        try {
            Files.writeString(file, JSON.writeValueAsString(snapshot) + "\n");
        } catch (IOException e) {
            throw AdvisorException.environment("cannot write the snapshot to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a snapshot that {@link #write} wrote. */
    public static CatalogSnapshot read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw AdvisorException.badInput(
                    "no snapshot at " + file + "; take one with: sonde snapshot --url JDBC_URL -o FILE", e);
        } catch (IOException e) {
            throw foreign(file, e);
        }
        try {
            JsonNode tree = JSON.readTree(text);
            int version = tree.path("schemaVersion").asInt(0);
            if (version < 1 || !tree.has("tables")) {
                throw foreign(file, null);
            }
            if (version > CatalogSnapshot.CURRENT_VERSION) {
                throw AdvisorException.badInput(
                        file + " was written by a newer Sonde (snapshot format " + version + ", this one reads up to "
                                + CatalogSnapshot.CURRENT_VERSION + "); update Sonde or take the snapshot again",
                        null);
            }
            return JSON.treeToValue(tree, CatalogSnapshot.class);
        } catch (JsonProcessingException | NullPointerException e) {
            throw foreign(file, e);
        }
    }

    private static AdvisorException foreign(Path file, @org.jspecify.annotations.Nullable Exception cause) {
        return AdvisorException.badInput(
                file + " is not a Sonde snapshot; take one with: sonde snapshot --url JDBC_URL -o FILE", cause);
    }
}
