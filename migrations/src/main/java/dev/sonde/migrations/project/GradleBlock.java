package dev.sonde.migrations.project;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code flyway { }} block of a Gradle script, read as text: assignments of literals in Groovy and Kotlin. What is
 * computed is not known.
 */
final class GradleBlock {

    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*(?:configure<FlywayExtension>|flyway)\\s*\\{");
    private static final Pattern ENTRY = Pattern.compile(
            "^\\s*(\\w+)(?:\\s*\\.set\\s*\\(|\\s*=(?!=)|\\s*\\(|\\s+(?=[\\w\"'\\[]))\\s*(.+?)\\s*\\)?;?\\s*$");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'");
    private static final Pattern PAIR =
            Pattern.compile("[\"']?(\\w+)[\"']?\\s*(?::|to\\b)\\s*[\"']?([^\"',\\]\\)]*)[\"']?");

    private GradleBlock() {}

    static List<ConfigEntry> read(String text) {
        List<ConfigEntry> entries = new ArrayList<>();
        String code = withoutComments(text);
        Matcher block = BLOCK.matcher(code);
        while (block.find()) {
            int end = closing(code, block.end());
            int line = (int) code.substring(0, block.end()).lines().count();
            for (String statement : code.substring(block.end(), end).split("\n", -1)) {
                addEntry(statement, line, entries);
                line++;
            }
        }
        return entries;
    }

    private static void addEntry(String statement, int line, List<ConfigEntry> entries) {
        Matcher entry = ENTRY.matcher(statement);
        if (!entry.matches()) {
            return;
        }
        String name = entry.group(1);
        String value = entry.group(2);
        if (name.equals("placeholders") || name.equals("pluginConfiguration")) {
            Matcher pair = PAIR.matcher(value);
            while (pair.find()) {
                entries.add(new ConfigEntry(name + "." + pair.group(1), pair.group(2), line, 0));
            }
        } else if (value.matches("true|false|-?\\d+")) {
            entries.add(new ConfigEntry(name, value, line, 0));
        } else {
            StringJoiner values = new StringJoiner(",");
            Matcher literal = LITERAL.matcher(value);
            while (literal.find()) {
                values.add(literal.group(1) == null ? literal.group(2) : literal.group(1));
            }
            if (values.length() > 0) {
                entries.add(new ConfigEntry(name, values.toString(), line, 0));
            }
        }
    }

    private static int closing(String code, int from) {
        int depth = 1;
        for (int i = from; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '"' || c == '\'') {
                i = endOfLiteral(code, i);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return code.length();
    }

    /** The text with comments blanked out, lines kept. */
    private static String withoutComments(String text) {
        StringBuilder code = new StringBuilder();
        String lines = text.replace("\r\n", "\n");
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c == '"' || c == '\'') {
                int end = endOfLiteral(lines, i);
                code.append(lines, i, Math.min(end + 1, lines.length()));
                i = end;
            } else if (lines.startsWith("//", i)) {
                int end = lines.indexOf('\n', i);
                i = (end < 0 ? lines.length() : end) - 1;
            } else if (lines.startsWith("/*", i)) {
                int end = lines.indexOf("*/", i + 2);
                String comment = lines.substring(i, end < 0 ? lines.length() : end + 2);
                code.append("\n"
                        .repeat((int) comment.chars().filter(ch -> ch == '\n').count()));
                i += comment.length() - 1;
            } else {
                code.append(c);
            }
        }
        return code.toString();
    }

    /** Position of the closing quote, or of the end of the line: an apostrophe in a regular expression is no string. */
    private static int endOfLiteral(String text, int from) {
        char quote = text.charAt(from);
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i;
            } else if (c == '\n') {
                return i - 1;
            }
        }
        return text.length() - 1;
    }
}
