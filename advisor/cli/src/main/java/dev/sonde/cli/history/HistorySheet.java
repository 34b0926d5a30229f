package dev.sonde.cli.history;

import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** Headings, lines and tables, as text for a terminal or as Markdown; whatever text comes from a service stays text. */
final class HistorySheet {

    private final boolean markdown;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private HistorySheet(boolean markdown, int width) {
        this.markdown = markdown;
        this.width = width;
    }

    static HistorySheet text(int width) {
        return new HistorySheet(false, width);
    }

    static HistorySheet markdown() {
        return new HistorySheet(true, 0);
    }

    /** A name or a sentence. */
    String name(String text) {
        return markdown ? VisibleText.markdown(text) : VisibleText.line(text);
    }

    /** SQL, in a cell of a table. */
    String code(String text) {
        return markdown ? VisibleText.markdownCell(text) : text;
    }

    HistorySheet heading(String text) {
        gap();
        lines.add(markdown ? "### " + name(text) : name(text));
        if (markdown) {
            lines.add("");
        }
        return this;
    }

    /** A line of text from anywhere. */
    HistorySheet line(String text) {
        lines.add((markdown ? "- " : "") + name(text));
        return this;
    }

    /** A line of SQL under a name. */
    HistorySheet sql(String name, String sql) {
        lines.add(
                markdown
                        ? "- " + name(name) + " " + VisibleText.markdownCode(sql)
                        : VisibleText.shortened(name + "  " + sql, width));
        return this;
    }

    HistorySheet table(TextTable table) {
        if (markdown) {
            gap();
            lines.addAll(table.markdown());
        } else {
            table.text(width).forEach(line -> lines.add(line));
        }
        return this;
    }

    private void gap() {
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
