package dev.sonde.migrations.writer;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.migrations.convention.MigrationFile;
import dev.sonde.migrations.convention.MigrationFolder;
import dev.sonde.migrations.sql.SqlStatements;
import dev.sonde.migrations.sql.SqlToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The indexes that the migrations of a folder build and do not drop again, whoever wrote them. */
final class ExistingIndexes {

    private record Found(String definition, Path file) {}

    private final Map<String, Found> byName = new LinkedHashMap<>();
    private final Map<String, Path> dropped = new LinkedHashMap<>();
    private final Map<String, Path> attaching = new LinkedHashMap<>();

    static ExistingIndexes in(MigrationFolder folder) throws IOException {
        ExistingIndexes indexes = new ExistingIndexes();
        for (MigrationFile file : folder.files()) {
            if (file.isSql()) {
                // Flyway's default; what is no UTF-8 becomes replacement characters, which equal no name of ours.
                byte[] bytes = Files.readAllBytes(file.path());
                for (List<SqlToken> statement : SqlStatements.of(new String(bytes, StandardCharsets.UTF_8))) {
                    indexes.readStatement(statement, file.path());
                }
            }
        }
        return indexes;
    }

    /** The migration that builds this index, under whatever name. */
    Optional<Path> fileBuilding(IndexDefinition index) {
        String definition =
                canonical((index.unique() ? "unique " : "") + "index on " + SqlText.rewritten(index.target()));
        return byName.values().stream()
                .filter(found -> found.definition().equals(definition))
                .map(Found::file)
                .findFirst();
    }

    /** The migration that uses this name for an index. */
    Optional<Path> fileNaming(String name) {
        return Optional.ofNullable(byName.get(SqlIdentifier.quoted(name))).map(Found::file);
    }

    /** The migration that drops this index, which none builds again. */
    Optional<Path> fileDropping(QualifiedName index) {
        return Optional.ofNullable(dropped.get(canonicalName(index)));
    }

    /** The last migration that attaches an index to this one. */
    Optional<Path> fileAttachingTo(QualifiedName index) {
        return Optional.ofNullable(attaching.get(canonicalName(index)));
    }

    private static String canonicalName(QualifiedName name) {
        return SqlIdentifier.quoted(name.schema()) + "." + SqlIdentifier.quoted(name.name());
    }

    private void readStatement(List<SqlToken> tokens, Path file) {
        int at = skip(tokens, 1, "unique");
        boolean unique = at == 2;
        if (at >= tokens.size() || !tokens.get(at).is("index")) {
            return;
        }
        at = skip(tokens, at + 1, "concurrently");
        at = skip(tokens, skip(tokens, skip(tokens, at, "if"), "not"), "exists");
        if (tokens.get(0).is("alter") && tokens.stream().anyMatch(token -> token.is("attach"))) {
            attaching.put(qualified(tokens, at), file);
        } else if (tokens.get(0).is("create")) {
            String name = "unnamed in " + file;
            if (at < tokens.size() && !tokens.get(at).is("on")) {
                name = canonicalWord(tokens.get(at++));
            }
            String built = name;
            // An index has the schema of its table, which its name does not say.
            dropped.keySet().removeIf(index -> index.endsWith("." + built));
            byName.putIfAbsent(
                    name,
                    new Found(canonical(unique, tokens.subList(Math.min(at, tokens.size()), tokens.size())), file));
        } else if (tokens.get(0).is("drop")) {
            dropped.put(qualified(tokens, at), file);
            for (; at < tokens.size(); at++) {
                byName.remove(canonicalWord(tokens.get(at)));
            }
        }
    }

    private static String qualified(List<SqlToken> tokens, int at) {
        if (at >= tokens.size()) {
            return "";
        }
        boolean schema = at + 2 < tokens.size() && tokens.get(at + 1).is(".");
        return (schema ? canonicalWord(tokens.get(at)) : "public") + "."
                + canonicalWord(tokens.get(schema ? at + 2 : at));
    }

    private static int skip(List<SqlToken> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word) ? at + 1 : at;
    }

    private static String canonical(String definition) {
        List<SqlToken> tokens = SqlToken.of(definition);
        boolean unique = tokens.get(0).is("unique");
        return canonical(unique, tokens.subList(unique ? 2 : 1, tokens.size()));
    }

    /** From ON to the end, without what PostgreSQL takes as given. */
    private static String canonical(boolean unique, List<SqlToken> tokens) {
        int table = skip(tokens, skip(tokens, 0, "on"), "only");
        List<String> words = new ArrayList<>();
        if (table + 1 < tokens.size() && !tokens.get(table + 1).is(".")) {
            words.add("public");
            words.add(".");
        }
        tokens.subList(Math.min(table, tokens.size()), tokens.size()).forEach(token -> words.add(canonicalWord(token)));
        String text = " " + String.join(" ", words) + " ";
        return (unique ? "unique" : "")
                + text.replace(" using btree ", " ")
                        .replace(" asc ", " ")
                        .replace(" desc nulls first ", " desc ")
                        .replace(" desc nulls last ", " desc nulls-last ")
                        .replace(" nulls last ", " ");
    }

    private static String canonicalWord(SqlToken token) {
        return switch (token.kind()) {
            case QUOTED_IDENTIFIER -> SqlIdentifier.quoted(token.value());
            case STRING -> SqlText.literal(token.value());
            case WORD, NUMBER, SYMBOL -> token.text().toLowerCase(Locale.ROOT);
            case OTHER_STRING, COMMENT -> token.text();
        };
    }
}
