package dev.sonde.cli.advise;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.markdownCode;
import static dev.sonde.cli.output.VisibleText.markdownProse;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.TextTable;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.ArrayList;
import java.util.List;

/** What comes before indexes, for a comment: statistics to mend, and code. */
final class MarkdownFirst {

    private static final int STATEMENT_LENGTH = 300;

    private MarkdownFirst() {}

    static List<String> lines(AdviceReport advice) {
        List<String> lines = new ArrayList<>();
        if (!advice.statisticsAdvice().isEmpty()) {
            lines.add("");
            lines.add("### " + markdown(AdviceWords.statistics(advice)));
            advice.statisticsAdvice().forEach(item -> statistics(lines, item));
        }
        if (!advice.codeFixes().isEmpty()) {
            lines.add("");
            lines.add("### " + markdown(AdviceWords.codeFixes(advice)));
            lines.add("");
            advice.codeFixes().forEach(fix -> fix(lines, fix));
        }
        return lines;
    }

    private static void statistics(List<String> lines, StatisticsAdvice item) {
        lines.add("");
        item.statements().forEach(sql -> lines.add("- " + markdownCode(sql)));
        lines.add("- " + markdown(item.reason()));
        lines.add("");
        TextTable table = TextTable.of(AdviceWords.MISJUDGED);
        item.queries()
                .forEach(query ->
                        table.row(AdviceWords.cells(query, markdownCell(shortened(query.sql(), STATEMENT_LENGTH)))));
        lines.addAll(table.markdown());
    }

    private static void fix(List<String> lines, CodeFix fix) {
        lines.add("- **" + fix.rule() + "** " + markdown(fix.message()));
        lines.add("  - fix: " + markdownProse(fix.fix()));
        lines.add("  - " + markdown(AdviceWords.gain(fix)));
        if (!fix.callSites().isEmpty()) {
            lines.add("  - called from " + markdownCode(fix.callSites().get(0)));
        }
        lines.add("  - " + markdownCode(shortened(fix.sql(), STATEMENT_LENGTH)));
    }
}
