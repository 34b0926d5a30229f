package dev.sonde.cli.advise;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.ArrayList;
import java.util.List;

/** What comes before indexes, for a terminal: statistics to mend, and code. */
final class TextFirst {

    private static final int QUERIES = 5;
    private static final int FIXES = 20;

    private TextFirst() {}

    static List<String> lines(AdviceReport advice, int width) {
        List<String> lines = new ArrayList<>();
        if (!advice.statisticsAdvice().isEmpty()) {
            lines.add(AdviceWords.statistics(advice));
            advice.statisticsAdvice().forEach(item -> statistics(lines, item, width));
            lines.add("");
        }
        if (!advice.codeFixes().isEmpty()) {
            lines.add(AdviceWords.codeFixes(advice));
            advice.codeFixes().stream().limit(FIXES).forEach(fix -> fix(lines, fix, width));
            if (advice.codeFixes().size() > FIXES) {
                lines.add("and " + Figures.count(advice.codeFixes().size() - FIXES) + " more");
            }
            lines.add("");
        }
        return lines;
    }

    private static void statistics(List<String> lines, StatisticsAdvice item, int width) {
        item.statements().forEach(sql -> lines.add("-  " + VisibleText.line(sql) + ";"));
        lines.add("   " + VisibleText.line(item.reason()));
        TextTable table = TextTable.of(AdviceWords.MISJUDGED);
        item.queries().stream().limit(QUERIES).forEach(query -> table.row(AdviceWords.cells(query, query.sql())));
        table.text(width - 3).forEach(line -> lines.add("   " + line));
        if (item.queries().size() > QUERIES) {
            lines.add("   and " + Figures.count(item.queries().size() - QUERIES) + " more");
        }
    }

    private static void fix(List<String> lines, CodeFix fix, int width) {
        lines.add("-  " + fix.rule() + ": " + VisibleText.line(fix.message()));
        lines.add("   fix: " + VisibleText.line(fix.fix()));
        lines.add("   " + AdviceWords.gain(fix));
        if (!fix.callSites().isEmpty()) {
            lines.add("   called from " + VisibleText.line(fix.callSites().get(0)));
        }
        lines.add("   " + VisibleText.shortened(fix.sql(), Math.max(20, width - 3)));
    }
}
