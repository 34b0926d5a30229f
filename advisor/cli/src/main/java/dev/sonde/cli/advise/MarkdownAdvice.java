package dev.sonde.cli.advise;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.markdownCode;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.advice.AdviceReport;
import java.util.ArrayList;
import java.util.List;

/** Advice for a comment. */
final class MarkdownAdvice {

    private static final int STATEMENT_LENGTH = 300;

    private MarkdownAdvice() {}

    static String of(AdviceReport advice) {
        List<String> lines = new ArrayList<>();
        lines.add("## Sonde advice: " + AdviceWords.headline(advice));
        lines.add("");
        lines.add("- **planner** " + markdown(AdviceWords.planner(advice)));
        lines.add("- **workload** " + markdown(AdviceWords.workload(advice)));
        lines.add("- **choice** " + markdown(AdviceWords.choice(advice)));
        AdviceWords.calibration(advice).ifPresent(text -> lines.add("- **time** " + markdown(text)));
        lines.addAll(MarkdownFirst.lines(advice));
        for (AdviceReport.Advice item : advice.advice()) {
            lines.add("");
            lines.add("### " + markdownCode(item.statement()));
            lines.add("");
            lines.add("- advice " + markdownCode(item.id()) + ": " + markdown(item.reason()));
            lines.add("- estimated " + markdown(AdviceWords.gain(item)));
            lines.add("- " + markdown(AdviceWords.price(item)));
            AdviceWords.check(item).ifPresent(check -> lines.add("- " + markdown(check)));
            if (!item.queries().isEmpty()) {
                lines.add("");
                TextTable table = TextTable.of(AdviceWords.headings(item));
                item.queries()
                        .forEach(query -> table.row(AdviceWords.cells(
                                query,
                                markdownCell(shortened(query.sql(), STATEMENT_LENGTH)),
                                query.callSites().isEmpty()
                                        ? "-"
                                        : markdownCell(query.callSites().get(0)))));
                lines.addAll(table.markdown());
            }
        }
        CloneWords.of(advice).ifPresent(clone -> {
            lines.add("");
            lines.add("### " + markdown(clone.headline()));
            lines.add("");
            lines.addAll(clone.table(VisibleText::markdownCell).markdown());
        });
        TextTable budgets = AdviceWords.budgets(advice);
        if (budgets != null) {
            lines.add("");
            lines.add("### What other budgets buy, all estimated");
            lines.add("");
            lines.addAll(budgets.markdown());
        }
        if (!advice.hygiene().isEmpty()) {
            lines.add("");
            lines.add("### " + markdown(HygieneWords.headline(advice)));
            lines.add("");
            lines.addAll(HygieneWords.table(advice, advice.hygiene().size(), VisibleText::markdownCell)
                    .markdown());
        }
        if (!advice.notPlanned().isEmpty()) {
            lines.add("");
            lines.add("### " + AdviceWords.notPlanned(advice));
            lines.add("");
            TextTable table = TextTable.of(">calls", ">of the time", "reason", "statement");
            advice.notPlanned()
                    .forEach(statement -> table.row(
                            Figures.count(statement.calls()),
                            AdviceWords.timeShare(statement),
                            markdown(statement.reason()),
                            markdownCell(shortened(statement.statement(), STATEMENT_LENGTH))));
            lines.addAll(table.markdown());
        }
        if (!advice.notes().isEmpty()) {
            lines.add("");
            advice.notes().forEach(note -> lines.add("- note: " + markdown(note)));
        }
        return String.join("\n", lines) + "\n";
    }
}
