package dev.sonde.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Markdown that fits into one comment of a pull request: what does not fit is left out, counted, and said at the end. Parts
 * that are given first are there first.
 */
public final class MarkdownComment {

    /** What a code host takes in one comment, in UTF-16 units, less what a script that posts it adds. */
    public static final int LIMIT = 65_536 - 256;

    /** Room for the words about what is left out. */
    private static final int RESERVED = 400;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();

    /** Adds the lines of one part, after a blank line; {@code kind} is what one such part is called, in the singular. */
    public MarkdownComment add(String kind, List<String> lines) {
        String part = (text.isEmpty() ? "" : "\n") + String.join("\n", lines) + "\n";
        if (text.length() + part.length() > LIMIT - RESERVED) {
            leftOut.merge(kind, 1, Integer::sum);
        } else {
            text.append(part);
        }
        return this;
    }

    /** The same, closed behind its summary until somebody opens it. */
    public MarkdownComment addClosed(String kind, String summary, List<String> lines) {
        List<String> part = new ArrayList<>();
        part.add("<details><summary>" + summary + "</summary>");
        part.add("");
        part.addAll(lines);
        part.add("");
        part.add("</details>");
        return add(kind, part);
    }

    /** The comment. */
    public String text() {
        if (leftOut.isEmpty()) {
            return text.toString();
        }
        List<String> words = leftOut.entrySet().stream()
                .map(kind -> Figures.count(kind.getValue()) + " " + kind.getKey() + (kind.getValue() == 1 ? "" : "s"))
                .toList();
        return text + "\nLeft out, to fit into one comment: " + String.join(", ", words)
                + ". The formats html and json have all.\n";
    }
}
