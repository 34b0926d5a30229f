package dev.sonde.engine.size;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes values apart as GIN's operator classes do; what comes out stands for the stored keys, one for one. */
final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Tokens() {}

    /** Trigrams of words with two blanks before and one after (trgm_op.c). */
    static List<String> trigrams(String value) {
        Set<String> trigrams = new TreeSet<>();
        for (String word : words(value)) {
            String padded = "  " + word + " ";
            for (int i = 0; i + 3 <= padded.length(); i++) {
                trigrams.add(padded.substring(i, i + 3));
            }
        }
        return List.copyOf(trigrams);
    }

    /** Runs of letters and digits, in lower case. */
    static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        for (String word : value.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Keys and scalar values, as the default class of jsonb stores them. */
    static List<String> jsonKeys(String document) {
        Set<String> keys = new TreeSet<>();
        JsonNode root = parse(document);
        if (root != null) {
            keys(root, keys);
        }
        return List.copyOf(keys);
    }

    private static void keys(JsonNode node, Set<String> keys) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> {
                keys.add(field.getKey());
                keys(field.getValue(), keys);
            });
        } else if (node.isArray()) {
            node.forEach(element -> keys(element, keys));
        } else {
            keys.add(node.asText());
        }
    }

    /** Scalar values with the path to them, of which {@code jsonb_path_ops} stores a hash. */
    static List<String> jsonPaths(String document) {
        Set<String> paths = new TreeSet<>();
        JsonNode root = parse(document);
        if (root != null) {
            paths(root, "", paths);
        }
        return List.copyOf(paths);
    }

    private static void paths(JsonNode node, String path, Set<String> paths) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> paths(field.getValue(), path + "/" + field.getKey(), paths));
        } else if (node.isArray()) {
            node.forEach(element -> paths(element, path, paths));
        } else {
            paths.add(path + "=" + node.asText());
        }
    }

    private static @Nullable JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return null; // statistics never hold a document that is none
        }
    }
}
