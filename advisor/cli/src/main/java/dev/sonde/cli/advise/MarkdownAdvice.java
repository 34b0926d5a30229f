package dev.sonde.cli.advise;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.markdownCode;
import static dev.sonde.cli.output.VisibleText.markdownSummary;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.MarkdownComment;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.advice.AdviceReport;
import java.util.ArrayList;
import java.util.List;

/** Advice for one comment of a pull request: each index is one line, to be opened. */
final class MarkdownAdvice {

    private static final int STATEMENT_LENGTH = 300;

    private MarkdownAdvice() {}

    static String of(AdviceReport advice) {
        MarkdownComment comment = new MarkdownComment();
        comment.add("overview", overview(advice));
        List<String> first = MarkdownFirst.lines(advice);
        if (!first.isEmpty()) {
            comment.add("list of what to do first", first.subList(1, first.size()));
        }
        for (AdviceReport.Advice item : advice.advice()) {
            comment.addClosed(
                    "index",
                    "<code>" + markdownSummary(shortened(item.statement(), STATEMENT_LENGTH)) + "</code>: "
                            + markdownSummary("estimated " + AdviceWords.gain(item)),
                    index(item));
        }
        CloneWords.of(advice)
                .ifPresent(clone -> comment.addClosed(
                        "table",
                        "<b>" + markdownSummary(clone.headline()) + "</b>",
                        clone.table(VisibleText::markdownCell).markdown()));
        TextTable budgets = AdviceWords.budgets(advice);
        if (budgets != null) {
            comment.addClosed("table", "<b>What other budgets buy, all estimated</b>", budgets.markdown());
        }
        if (!advice.hygiene().isEmpty()) {
            comment.addClosed(
                    "table",
                    "<b>" + markdownSummary(HygieneWords.headline(advice)) + "</b>",
                    HygieneWords.table(advice, advice.hygiene().size(), VisibleText::markdownCell)
                            .markdown());
        }
        if (!advice.notPlanned().isEmpty()) {
            comment.addClosed(
                    "table", "<b>" + markdownSummary(AdviceWords.notPlanned(advice)) + "</b>", notPlanned(advice));
        }
        for (String note : advice.notes()) {
            comment.add("note", List.of("- note: " + markdown(note)));
        }
        MarkdownPlans.addTo(comment, advice);
        return comment.text();
    }

    private static List<String> overview(AdviceReport advice) {
        List<String> lines = new ArrayList<>();
        lines.add("## Sonde advice: " + AdviceWords.headline(advice));
        lines.add("");
        lines.add("- **planner** " + markdown(AdviceWords.planner(advice)));
        lines.add("- **workload** " + markdown(AdviceWords.workload(advice)));
        lines.add("- **choice** " + markdown(AdviceWords.choice(advice)));
        AdviceWords.calibration(advice).ifPresent(text -> lines.add("- **time** " + markdown(text)));
        return lines;
    }

    private static List<String> index(AdviceReport.Advice item) {
        List<String> lines = new ArrayList<>();
        lines.add("- " + markdownCode(item.statement()));
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
        return lines;
    }

    private static List<String> notPlanned(AdviceReport advice) {
        TextTable table = TextTable.of(">calls", ">of the time", "reason", "statement");
        advice.notPlanned()
                .forEach(statement -> table.row(
                        Figures.count(statement.calls()),
                        AdviceWords.timeShare(statement),
                        markdown(statement.reason()),
                        markdownCell(shortened(statement.statement(), STATEMENT_LENGTH))));
        return table.markdown();
    }
}
