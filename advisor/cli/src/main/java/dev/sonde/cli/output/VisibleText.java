package dev.sonde.cli.output;

import dev.sonde.analysis.text.VisibleLine;
import java.util.List;

/**
 * Text from captures and catalogs, made fit to be shown: it comes from services and may hold anything, terminal escapes
 * and Markdown included.
 */
public final class VisibleText {

    private VisibleText() {}

    /** The text on one line; control and other invisible characters are spelled out. */
    public static String line(String text) {
        return VisibleLine.of(text);
    }

    /** The text on one line of at most so many characters. */
    public static String shortened(String text, int length) {
        return VisibleLine.shortened(text, length);
    }

    /** The text as Markdown that shows just these characters. */
    public static String markdown(String text) {
        return markdownKeepingSpaces(line(text));
    }

    private static String markdownKeepingSpaces(String line) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                // A name after @ would be notified of the comment the report is posted in.
                case '@' -> escaped.append("@<!-- -->");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '#', '!', '$' ->
                    escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Prose with names between backticks, as Markdown; the names are code. */
    public static String markdownProse(String text) {
        String[] parts = line(text).split("`", -1);
        StringBuilder prose = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            // A backtick that nothing closes is one
            boolean code = i % 2 == 1 && i < parts.length - 1;
            prose.append(code ? markdownCode(parts[i]) : (i % 2 == 1 ? "\\`" : "") + markdownKeepingSpaces(parts[i]));
        }
        return prose.toString();
    }

    /** The text within HTML in Markdown, such as a summary, where no character of Markdown means anything. */
    public static String markdownSummary(String text) {
        return line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@<!-- -->");
    }

    /** The text as code within a table cell of Markdown: a bar would end the cell even there. */
    public static String markdownCell(String text) {
        return markdownCode(text).replace("|", "\\|");
    }

    /** A fence for a block of code that none of the lines can close. */
    public static String markdownFence(List<String> lines) {
        int longest = 2;
        for (String line : lines) {
            longest = Math.max(longest, longestBackticks(line));
        }
        return "`".repeat(longest + 1);
    }

    private static int longestBackticks(String line) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < line.length(); i++) {
            run = line.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** The text as code within a line of Markdown. */
    public static String markdownCode(String text) {
        String line = line(text);
        if (line.isEmpty()) {
            return "";
        }
        int longest = longestBackticks(line);
        String fence = "`".repeat(longest + 1);
        String padding = longest > 0 ? " " : "";
        return fence + padding + line + padding + fence;
    }
}
