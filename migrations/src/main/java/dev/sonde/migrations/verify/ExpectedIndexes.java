package dev.sonde.migrations.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.convention.MigrationFile;
import dev.sonde.migrations.convention.MigrationFolder;
import dev.sonde.migrations.sql.SqlStatements;
import dev.sonde.migrations.sql.SqlToken;
import dev.sonde.migrations.verify.IndexStatement.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What migrations and advice leave behind when all of them are applied: indexes that should be there, and indexes that
 * should be gone. This class is not threadsafe.
 */
public final class ExpectedIndexes {

    // The header of IndexScript and DropScript; Liquibase's has a bar
    private static final Pattern BY_SONDE = Pattern.compile("(?m)^--(?: \\|)? Sonde advice \\S+: ");
    private static final int ADVICE_VERSION = 1;

    private final Map<Name, ExpectedIndex> present = new LinkedHashMap<>();
    private final Map<Name, String> gone = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Those of the migrations in a folder that Sonde wrote; the others count as far as they drop or rename them. */
    public void addFolder(MigrationFolder folder) throws IOException {
        for (MigrationFile file : folder.files()) {
            if (file.isSql()) {
                String text = read(file.path());
                apply(
                        text,
                        file.path().getFileName().toString(),
                        BY_SONDE.matcher(text).find());
            }
        }
    }

    /** Those of a migration that was named, whoever wrote it. */
    public void addFile(Path file) throws IOException {
        int before = present.size() + gone.size();
        apply(read(file), file.getFileName().toString(), true);
        if (before == present.size() + gone.size()) {
            notes.add(file + ": makes no index that has a name, and drops none");
        }
    }

    /**
     * Those of {@code sonde advise --format json}, with the queries each was advised for.
     *
     * @throws AdvisorException if the file is something else
     */
    public void addAdvice(Path file) throws IOException {
        JsonNode root = json(file);
        int version = root.path("schemaVersion").asInt();
        if (!root.path("advice").isArray() || version != ADVICE_VERSION) {
            throw AdvisorException.badInput(
                    file + ": not the output of sonde advise --format json of this version"
                            + (version > ADVICE_VERSION ? ", but of version " + version : ""),
                    null);
        }
        for (JsonNode advice : root.get("advice")) {
            List<ExpectedIndex.Query> queries = new ArrayList<>();
            for (JsonNode query : advice.path("queries")) {
                queries.add(new ExpectedIndex.Query(
                        query.path("fingerprint").asText(), query.path("sql").asText()));
            }
            String sql = advice.path("statement").asText();
            String origin = "advice " + advice.path("id").asText();
            for (List<SqlToken> tokens : SqlStatements.of(sql)) {
                IndexStatement.of(sql, tokens).ifPresent(statement -> apply(statement, origin, true, queries));
            }
        }
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw AdvisorException.badInput(
                    file + ": no such file: name the output of sonde advise --format json=FILE", null);
        }
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw AdvisorException.badInput(
                    file + ": no JSON: line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** What is no UTF-8 becomes replacement characters, which equal no name. */
    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void apply(String text, String origin, boolean counts) {
        for (List<SqlToken> tokens : SqlStatements.of(text)) {
            IndexStatement.of(text, tokens).ifPresent(statement -> apply(statement, origin, counts, List.of()));
        }
    }

    private void apply(IndexStatement statement, String origin, boolean counts, List<ExpectedIndex.Query> queries) {
        for (Name name : statement.names()) {
            switch (statement.kind()) {
                case CREATE -> create(ExpectedIndex.of(statement, origin, queries), counts);
                case RENAME -> rename(name, statement.newName());
                case DROP -> drop(name, origin, counts);
                case DROP_TABLE -> present.values().removeIf(index -> same(index.table(), name));
            }
        }
    }

    private void create(ExpectedIndex index, boolean counts) {
        gone.keySet().removeIf(name -> same(name, index.name()));
        if (index.name().name().isEmpty() && counts) {
            notes.add(index.origins().get(0) + ": an index without a name cannot be looked for: " + index.target());
        } else if (counts) {
            present.merge(index.name(), index, ExpectedIndex::and);
        }
    }

    private void rename(Name old, String newName) {
        find(old).ifPresent(index -> {
            present.remove(index.name());
            ExpectedIndex renamed = index.renamed(newName);
            present.put(renamed.name(), renamed);
        });
    }

    private void drop(Name name, String origin, boolean counts) {
        find(name).ifPresent(index -> present.remove(index.name()));
        if (counts) {
            gone.put(name, origin);
        }
    }

    private Optional<ExpectedIndex> find(Name name) {
        return present.values().stream()
                .filter(index -> same(index.name(), name))
                .findFirst();
    }

    /** A name without a schema can be any of its kind. */
    private static boolean same(Name one, Name other) {
        boolean schema = one.schema().isEmpty()
                || other.schema().isEmpty()
                || one.schema().equals(other.schema());
        return schema && one.name().equals(other.name());
    }

    /** The indexes that should be there, in the order in which they were asked for. */
    List<ExpectedIndex> present() {
        return List.copyOf(present.values());
    }

    /** Indexes that should be gone, with what says so. */
    Map<Name, String> gone() {
        return gone;
    }

    /** What could not be read. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether nothing is asked for. */
    public boolean isEmpty() {
        return present.isEmpty() && gone.isEmpty();
    }
}
