package dev.sonde.cli.why;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCode;

import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A page for a comment. */
final class MarkdownPage implements Page {

    private final List<String> lines = new ArrayList<>(List.of("## Sonde: why", ""));

    @Override
    public void fact(String label, String text) {
        lines.add("- **" + label + "** " + markdown(text));
    }

    @Override
    public void part(String words, String code) {
        blank();
        lines.add(("### " + markdown(words) + " " + markdownCode(code)).strip());
        lines.add("");
    }

    @Override
    public void line(String words) {
        blank();
        lines.add(markdown(words));
        lines.add("");
    }

    @Override
    public void code(String sql) {
        lines.add("- " + markdownCode(sql));
    }

    @Override
    public void entry(int number, String words, String code, List<String> details) {
        lines.add(number + ". **" + markdown(words) + "** " + markdownCode(code));
        details.forEach(detail -> lines.add("   - " + markdown(detail)));
    }

    @Override
    public void table(Function<UnaryOperator<String>, TextTable> rows) {
        blank();
        lines.addAll(rows.apply(VisibleText::markdownCell).markdown());
    }

    private void blank() {
        if (!lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    @Override
    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
