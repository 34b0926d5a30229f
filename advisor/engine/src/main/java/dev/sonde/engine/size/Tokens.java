package dev.sonde.engine.size;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.engine.size.Elements.Element;
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
    static List<Element> trigrams(String value) {
        Set<String> trigrams = new TreeSet<>();
        for (Element word : words(value)) {
            String padded = "  " + word.key() + " ";
            for (int i = 0; i + 3 <= padded.length(); i++) {
                trigrams.add(padded.substring(i, i + 3));
            }
        }
        return trigrams.stream().map(trigram -> new Element("", trigram)).toList();
    }

    /** Runs of letters and digits, in lower case. */
    static List<Element> words(String value) {
        List<Element> words = new ArrayList<>();
        for (String word : value.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(new Element("", word));
            }
        }
        return words;
    }

    /** Elements of an array of plain values. */
    static List<Element> elements(String array) {
        List<Element> elements = new ArrayList<>();
        for (String element : array.replaceAll("[{}\"]", "").split(",")) {
            elements.add(new Element("", element));
        }
        return elements;
    }

    /** Keys and scalar values, as the default class of jsonb stores them. */
    static List<Element> jsonKeys(String document) {
        List<Element> keys = new ArrayList<>();
        visit(parse(document), "", keys, true);
        return keys;
    }

    /** Scalar values with the path to them, of which {@code jsonb_path_ops} stores a hash. */
    static List<Element> jsonPaths(String document) {
        List<Element> paths = new ArrayList<>();
        visit(parse(document), "", paths, false);
        return paths;
    }

    private static void visit(@Nullable JsonNode node, String path, List<Element> found, boolean keys) {
        if (node == null) {
            return;
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> {
                if (keys) {
                    found.add(new Element("key", field.getKey()));
                }
                visit(field.getValue(), path + "/" + field.getKey(), found, keys);
            });
        } else if (node.isArray()) {
            node.forEach(element -> visit(element, path, found, keys));
        } else {
            found.add(new Element(path, node.asText()));
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
