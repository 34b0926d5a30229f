package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Names for new indexes: {@code idx_<table>_<columns>}, free in the schema, the same in every run. */
final class IndexNames {

    private final Set<String> taken = new HashSet<>();

    IndexNames(CatalogSnapshot snapshot) {
        snapshot.tables().forEach(table -> {
            taken.add(table.name().schema() + "." + table.name().name());
            table.indexes().forEach(index -> taken.add(table.name().schema() + "." + index.name()));
        });
    }

    String name(IndexDefinition index) {
        StringBuilder text = new StringBuilder("idx_").append(index.table().name());
        index.keys().forEach(key -> text.append('_').append(key.expression()));
        if (!index.predicate().isEmpty()) {
            text.append("_partial");
        }
        String wanted = text.toString();
        String name = wanted;
        if (SqlIdentifier.bytes(wanted) > SqlIdentifier.MAX_BYTES || !free(index, wanted)) {
            String suffix = "_" + digest(index.target()).substring(0, 8);
            name = shortened(wanted, SqlIdentifier.MAX_BYTES - suffix.length()) + suffix;
            for (int i = 2; !free(index, name); i++) {
                String numbered = suffix + "_" + i;
                name = shortened(wanted, SqlIdentifier.MAX_BYTES - numbered.length()) + numbered;
            }
        }
        taken.add(index.table().schema() + "." + name);
        return name;
    }

    private boolean free(IndexDefinition index, String name) {
        return !taken.contains(index.table().schema() + "." + name);
    }

    private static String shortened(String text, int bytes) {
        int end = text.length();
        while (SqlIdentifier.bytes(text.substring(0, end)) > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    /** First 64 bits of the text's SHA-256, in hex. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
