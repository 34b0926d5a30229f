package dev.sonde.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard output: a terminal, to whose width text is folded, or a file or pipe, which gets every line as it is.
 *
 * @param width columns of what is shown here
 * @param fileWidth columns of what is written to files, the same on every terminal
 */
public record Screen(PrintWriter out, boolean terminal, int width, int fileWidth, TextColours colours) {

    private static final int INDENT = 4;

    /** Shows a text. */
    void show(String text) {
        out.print(shown(text));
        out.flush();
    }

    /** A text as it is shown here. */
    public String shown(String text) {
        if (!terminal && !colours.on()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.lines().forEach(line -> {
            List<String> parts = terminal ? folded(line, width) : List.of(line);
            shown.append(colours.line(parts.get(0))).append('\n');
            parts.stream().skip(1).forEach(part -> shown.append(part).append('\n'));
        });
        return shown.toString();
    }

    /** Parts of a line, broken at spaces where there are any; the following ones are indented deeper than the first. */
    static List<String> folded(String line, int width) {
        int ownIndent = line.length() - line.stripLeading().length();
        String indent = " ".repeat(Math.min(ownIndent + INDENT, width / 2));
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.codePointCount(0, rest.length()) > width) {
            int room = rest.offsetByCodePoints(0, width);
            int start = parts.isEmpty() ? ownIndent : indent.length();
            int space = rest.lastIndexOf(' ', room);
            int end = space > start ? space : room;
            parts.add(rest.substring(0, end).stripTrailing());
            rest = indent + rest.substring(end).strip();
        }
        parts.add(rest);
        return parts;
    }
}
