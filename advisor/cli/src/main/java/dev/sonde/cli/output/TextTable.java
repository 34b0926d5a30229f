package dev.sonde.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings; the last column is cut to what room is left. */
public final class TextTable {

    private static final int GAP = 2;
    private static final int LEAST_LAST_COLUMN = 20;

    private final List<String> headings;
    private final List<Boolean> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable(List<String> headings, List<Boolean> rightAligned) {
        this.headings = headings;
        this.rightAligned = rightAligned;
    }

    /** A table with these headings; a heading that starts with {@code >} has its column aligned to the right. */
    public static TextTable of(String... headings) {
        List<String> texts = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        for (String heading : headings) {
            right.add(heading.startsWith(">"));
            texts.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        return new TextTable(texts, right);
    }

    /** Adds a row of as many cells as there are headings. */
    public TextTable row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("a row has " + headings.size() + " cells, not " + cells.length);
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(VisibleText.line(cell));
        }
        rows.add(row);
        return this;
    }

    /** The lines for a terminal of this width. */
    public List<String> text(int width) {
        int last = headings.size() - 1;
        int[] widths = new int[headings.size()];
        for (int column = 0; column <= last; column++) {
            widths[column] = characters(headings.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], characters(row.get(column)));
            }
        }
        int room = width;
        for (int column = 0; column < last; column++) {
            room -= widths[column] + GAP;
        }
        widths[last] = Math.min(widths[last], Math.max(LEAST_LAST_COLUMN, room));
        List<String> lines = new ArrayList<>();
        lines.add(line(headings, widths));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    /** The lines as a Markdown table; the cells are Markdown already. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", headings) + " |");
        StringBuilder rule = new StringBuilder("|");
        rightAligned.forEach(right -> rule.append(right ? "---:|" : "---|"));
        lines.add(rule.toString());
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = VisibleText.shortened(cells.get(column), Math.max(1, widths[column]));
            String padding = " ".repeat(Math.max(0, widths[column] - characters(cell)));
            line.append(column == 0 ? "" : " ".repeat(GAP));
            line.append(rightAligned.get(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
