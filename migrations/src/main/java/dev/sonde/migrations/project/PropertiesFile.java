package dev.sonde.migrations.project;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Java's properties, with line numbers and Spring's division into documents by {@code #---}. */
final class PropertiesFile {

    private PropertiesFile() {}

    /** The entries in order; a malformed escape makes its entry vanish and goes to {@code problems}. */
    static List<ConfigEntry> read(String text, List<String> problems) {
        List<ConfigEntry> entries = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        int document = 0;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("#---") || line.startsWith("!---")) {
                document++;
                continue;
            }
            int first = i + 1;
            StringBuilder logical = new StringBuilder(line);
            // A comment is never continued.
            boolean comment = line.strip().startsWith("#") || line.strip().startsWith("!");
            while (!comment && continues(lines[i]) && i + 1 < lines.length) {
                i++;
                logical.append('\n').append(lines[i]);
            }
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(logical.toString()));
            } catch (IOException | IllegalArgumentException e) {
                problems.add("line " + first + ": " + e.getMessage());
                continue;
            }
            for (String name : properties.stringPropertyNames()) {
                entries.add(new ConfigEntry(name, properties.getProperty(name), first, document));
            }
        }
        return entries;
    }

    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
