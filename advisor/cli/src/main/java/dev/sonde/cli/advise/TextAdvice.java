package dev.sonde.cli.advise;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.advice.AdviceReport;
import java.util.ArrayList;
import java.util.List;

/** Advice for a terminal. */
final class TextAdvice {

    private static final int QUERIES = 10;

    private TextAdvice() {}

    static String of(AdviceReport advice, int width) {
        List<String> lines = new ArrayList<>();
        lines.add("planner   " + VisibleText.line(AdviceWords.planner(advice)));
        lines.add("workload  " + AdviceWords.workload(advice));
        lines.add("choice    " + AdviceWords.choice(advice));
        AdviceWords.calibration(advice).ifPresent(text -> lines.add("time      " + text));
        lines.add("");
        lines.addAll(TextFirst.lines(advice, width));
        lines.add(AdviceWords.headline(advice));
        int number = 0;
        for (AdviceReport.Advice item : advice.advice()) {
            number++;
            lines.add("");
            lines.add(number + ". " + VisibleText.line(item.statement()) + ";");
            lines.add("   advice " + item.id() + ", " + VisibleText.line(item.reason()));
            lines.add("   estimated " + AdviceWords.gain(item));
            lines.add("   " + AdviceWords.price(item));
            AdviceWords.check(item).ifPresent(check -> lines.add("   " + check));
            TextTable table = TextTable.of(AdviceWords.headings(item));
            item.queries().stream()
                    .limit(QUERIES)
                    .forEach(query -> table.row(AdviceWords.cells(query, query.sql(), firstCallSite(query))));
            if (!item.queries().isEmpty()) {
                table.text(width - 3).forEach(line -> lines.add("   " + line));
            }
            if (item.queries().size() > QUERIES) {
                lines.add("   and " + Figures.count(item.queries().size() - QUERIES) + " more");
            }
        }
        CloneWords.of(advice).ifPresent(clone -> {
            lines.add("");
            lines.add(clone.headline());
            lines.addAll(clone.table(text -> text).text(width));
        });
        TextTable budgets = AdviceWords.budgets(advice);
        if (budgets != null) {
            lines.add("");
            lines.add("What other budgets buy, all estimated");
            lines.addAll(budgets.text(width));
        }
        if (!advice.hygiene().isEmpty()) {
            lines.add("");
            lines.add(HygieneWords.headline(advice));
            lines.addAll(HygieneWords.table(advice, QUERIES, text -> text).text(width));
            if (advice.hygiene().size() > QUERIES) {
                lines.add("and " + Figures.count(advice.hygiene().size() - QUERIES) + " more");
            }
        }
        if (!advice.notPlanned().isEmpty()) {
            lines.add("");
            lines.add(AdviceWords.notPlanned(advice));
            TextTable table = TextTable.of(">calls", ">of the time", "reason", "statement");
            advice.notPlanned().stream()
                    .limit(QUERIES)
                    .forEach(statement -> table.row(
                            Figures.count(statement.calls()),
                            AdviceWords.timeShare(statement),
                            VisibleText.shortened(statement.reason(), 60),
                            statement.statement()));
            lines.addAll(table.text(width));
        }
        if (!advice.notes().isEmpty()) {
            lines.add("");
            advice.notes().forEach(note -> lines.add("note: " + VisibleText.line(note)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String firstCallSite(AdviceReport.Query query) {
        return query.callSites().isEmpty()
                ? "-"
                : VisibleText.shortened(query.callSites().get(0), 60);
    }
}
