package dev.sonde.cli.why;

import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A page for a terminal. */
final class TextPage implements Page {

    private static final String INDENT = "   ";
    private static final int LABEL = 10;

    private final int width;
    private final List<String> lines = new ArrayList<>();
    private boolean inPart;

    TextPage(int width) {
        this.width = width;
    }

    @Override
    public void fact(String label, String text) {
        String padding = " ".repeat(Math.max(1, LABEL - label.length()));
        lines.add((inPart ? INDENT : "") + label + padding + VisibleText.line(text));
    }

    @Override
    public void part(String words, String code) {
        lines.add("");
        lines.add((words + " " + VisibleText.line(code)).strip());
        inPart = true;
    }

    @Override
    public void line(String words) {
        lines.add(INDENT + VisibleText.line(words));
    }

    @Override
    public void code(String sql) {
        lines.add(INDENT + VisibleText.line(sql));
    }

    @Override
    public void entry(int number, String words, String code, List<String> details) {
        lines.add(INDENT + number + ". " + words + (code.isEmpty() ? "" : ": " + VisibleText.line(code)));
        details.forEach(detail -> lines.add(INDENT + INDENT + VisibleText.line(detail)));
    }

    @Override
    public void table(Function<UnaryOperator<String>, TextTable> rows) {
        rows.apply(text -> text).text(width - INDENT.length()).forEach(line -> lines.add(INDENT + line));
    }

    @Override
    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
