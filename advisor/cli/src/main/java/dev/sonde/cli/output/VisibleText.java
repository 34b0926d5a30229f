package dev.sonde.cli.output;

import java.util.List;

/**
 * Text from captures and catalogs, made fit to be shown: it comes from services and may hold anything, terminal escapes
 * and Markdown included.
 */
public final class VisibleText {

    private VisibleText() {}

    /** The text on one line; control and other invisible characters are spelled out. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint == ' ' || codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
                space = !line.isEmpty();
                continue;
            }
            if (space) {
                line.append(' ');
                space = false;
            }
            if (isInvisible(codePoint)) {
                line.append(String.format("<U+%04X>", codePoint));
            } else {
                line.appendCodePoint(codePoint);
            }
        }
        return line.toString();
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> Character.isSpaceChar(codePoint);
        };
    }

    /** The text on one line of at most so many characters. */
    public static String shortened(String text, int length) {
        String line = line(text);
        int characters = line.codePointCount(0, line.length());
        return characters <= length ? line : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }

    /** The text as Markdown that shows just these characters. */
    public static String markdown(String text) {
        StringBuilder escaped = new StringBuilder();
        String line = line(text);
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
