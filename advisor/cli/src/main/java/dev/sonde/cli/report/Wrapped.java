package dev.sonde.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Text folded at spaces, the following lines indented as deep as the first one's head. */
final class Wrapped {

    private static final int LEAST_ROOM = 30;
    // Beyond this a statement hides the findings after it; its whole text is in the JSON.
    private static final int MOST_LINES = 4;

    private Wrapped() {}

    static List<String> lines(String head, String text, int width) {
        int room = Math.max(LEAST_ROOM, width - head.length());
        String indent = " ".repeat(head.length());
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > room && lines.size() < MOST_LINES - 1) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            if (Character.isHighSurrogate(rest.charAt(end - 1))) {
                end--;
            }
            lines.add((lines.isEmpty() ? head : indent) + rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        if (rest.length() > room) {
            int end = Character.isHighSurrogate(rest.charAt(room - 2)) ? room - 2 : room - 1;
            rest = rest.substring(0, end) + "…";
        }
        lines.add(((lines.isEmpty() ? head : indent) + rest).stripTrailing());
        return lines;
    }
}
