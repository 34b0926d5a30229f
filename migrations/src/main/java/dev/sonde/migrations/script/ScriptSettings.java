package dev.sonde.migrations.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code <file>.sql.conf} beside a migration.
 *
 * @param values by key as written
 * @param lines the line of each key, from 1
 */
public record ScriptSettings(Map<String, String> values, Map<String, Integer> lines) {

    /** The keys that Flyway reads. */
    public static final List<String> KEYS =
            List.of("executeInTransaction", "placeholderReplacement", "encoding", "shouldExecute");

    public ScriptSettings {
        values = new TreeMap<>(values);
        lines = new TreeMap<>(lines);
    }

    /** No such file. */
    public static ScriptSettings none() {
        return new ScriptSettings(Map.of(), Map.of());
    }

    /** Reads the file's text: {@code key=value} a line, {@code #} for comments. */
    public static ScriptSettings parse(String text) {
        Map<String, String> values = new TreeMap<>();
        Map<String, Integer> lines = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String setting = line.strip();
            int equals = setting.indexOf('=');
            if (setting.isEmpty() || setting.startsWith("#") || equals < 0) {
                continue;
            }
            String key = setting.substring(0, equals).strip();
            values.put(key, setting.substring(equals + 1).strip());
            lines.put(key, number);
        }
        return new ScriptSettings(values, lines);
    }

    /** What {@code executeInTransaction} says, empty if it says nothing. */
    public Optional<Boolean> executeInTransaction() {
        return Optional.ofNullable(values.get("executeInTransaction")).map(Boolean::parseBoolean);
    }

    /** What {@code placeholderReplacement} says, empty if it says nothing. */
    public Optional<Boolean> placeholderReplacement() {
        return Optional.ofNullable(values.get("placeholderReplacement")).map(Boolean::parseBoolean);
    }

    /** Keys that Flyway refuses. */
    public List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>(values.keySet());
        unknown.removeAll(KEYS);
        return unknown;
    }
}
