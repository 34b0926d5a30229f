package dev.sonde.migrations.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TOML, levels joined by dots and lists of plain values by commas. */
final class TomlFile {

    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\[?([^\\]]+)]");
    private static final Pattern KEY = Pattern.compile("\\s*([\\w\"'.\\s-]+?)\\s*=");

    private TomlFile() {}

    /** The entries in order; what is no TOML gives none and goes to {@code problems}. */
    static List<ConfigEntry> read(String text, List<String> problems) {
        List<ConfigEntry> entries = new ArrayList<>();
        try {
            JsonNode root = new TomlMapper().readTree(text);
            flatten("", root, lines(text), entries);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            problems.add(line + e.getOriginalMessage());
        } catch (RuntimeException e) {
            // The parser of TOML does not wrap all failures of the numbers and dates it reads.
            problems.add("no TOML: " + e.getMessage());
        }
        return entries;
    }

    private static void flatten(String key, JsonNode node, Map<String, Integer> lines, List<ConfigEntry> entries) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            key.isEmpty() ? field.getKey() : key + "." + field.getKey(),
                            field.getValue(),
                            lines,
                            entries));
            return;
        }
        String value = node.asText();
        if (node.isArray()) {
            StringJoiner values = new StringJoiner(",");
            node.forEach(item -> values.add(item.asText()));
            value = values.toString();
        }
        entries.add(new ConfigEntry(key, value, lines.getOrDefault(SettingKey.plain(key), 0), 0));
    }

    /** The parser gives a tree without places, so the line of each key is looked up in the text. */
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        String table = "";
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            Matcher header = TABLE.matcher(line);
            Matcher key = KEY.matcher(line);
            if (header.lookingAt()) {
                table = header.group(1);
            } else if (key.lookingAt()) {
                lines.putIfAbsent(SettingKey.plain(table + key.group(1)), number);
            }
        }
        return lines;
    }
}
