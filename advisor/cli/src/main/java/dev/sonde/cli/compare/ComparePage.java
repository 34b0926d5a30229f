package dev.sonde.cli.compare;

import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.markdownCode;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** The comparison for people: the same sections for a terminal and for a comment. */
final class ComparePage {

    private static final int SQL_CHARS = 300;
    private static final int FIX_CHARS = 600;

    private ComparePage() {}

    static String text(CompareReport report, int width) {
        List<String> lines = new ArrayList<>();
        CompareWords.facts(report).forEach(fact -> lines.addAll(wrapped(fact.padded(), fact.text(), width)));
        lines.add("");
        lines.add(CompareWords.verdict(report));
        for (CompareReport.Loop loop : report.newLoops()) {
            lines.add("");
            lines.addAll(wrapped("New N+1  ", VisibleText.line(loop.message()), width));
            CompareWords.facts(loop)
                    .forEach(fact -> lines.addAll(wrapped("  " + fact.padded(), VisibleText.line(fact.text()), width)));
        }
        for (CompareSections.Section section : new CompareSections(report, name -> name, sql -> sql).all()) {
            lines.add("");
            lines.add(section.title());
            lines.addAll(section.table().text(width));
        }
        if (!report.notChecked().isEmpty()) {
            lines.add("");
            lines.add(CompareWords.NOT_COMPARED);
            report.notChecked().forEach(note -> lines.addAll(wrapped("  - ", VisibleText.line(note), width)));
        }
        return String.join("\n", lines) + "\n";
    }

    static String markdown(CompareReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("## Sonde compare");
        lines.add("");
        lines.add("**" + VisibleText.markdown(CompareWords.verdict(report)) + "**");
        lines.add("");
        CompareWords.facts(report)
                .forEach(fact -> lines.add("- **" + fact.name() + "** " + VisibleText.markdown(fact.text())));
        for (CompareReport.Loop loop : report.newLoops()) {
            lines.add("");
            lines.add("### New N+1");
            lines.add("");
            lines.add(VisibleText.markdown(loop.message()));
            lines.add("");
            CompareWords.facts(loop)
                    .forEach(fact -> lines.add("- **" + fact.name() + "** "
                            + (fact.isCode()
                                    ? markdownCode(fact.text())
                                    : VisibleText.markdown(shortened(fact.text(), FIX_CHARS)))));
        }
        CompareSections sections =
                new CompareSections(report, VisibleText::markdownCell, sql -> markdownCell(shortened(sql, SQL_CHARS)));
        for (CompareSections.Section section : sections.all()) {
            lines.add("");
            lines.add("### " + section.title());
            lines.add("");
            lines.addAll(section.table().markdown());
        }
        if (!report.notChecked().isEmpty()) {
            lines.add("");
            lines.add("### " + CompareWords.NOT_COMPARED);
            lines.add("");
            report.notChecked().forEach(note -> lines.add("- " + VisibleText.markdown(note)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Folded at spaces, following lines as deep as the first one's head. */
    private static List<String> wrapped(String head, String text, int width) {
        int room = Math.max(30, width - head.length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add((lines.isEmpty() ? head : " ".repeat(head.length())) + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add((lines.isEmpty() ? head : " ".repeat(head.length())) + line);
        return lines;
    }
}
