package dev.sonde.cli.review;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.review.ReviewResult;
import java.util.List;

/** A review for a terminal: one finding after the other, worst first. */
final class TextReview {

    private static final int STATEMENT = 160;
    private static final int LINE = 400;

    private TextReview() {}

    static String of(ReviewResult result) {
        StringBuilder text = new StringBuilder();
        text.append(headline(result)).append('\n');
        for (MigrationFinding finding : result.findings()) {
            text.append('\n')
                    .append(VisibleText.line(finding.file()))
                    .append(':')
                    .append(finding.line())
                    .append(": ")
                    .append(finding.severity().word())
                    .append(' ')
                    .append(finding.rule().id())
                    .append(": ")
                    .append(finding.rule().title())
                    .append('\n');
            if (!finding.statement().isEmpty()) {
                text.append("    ")
                        .append(VisibleText.shortened(finding.statement(), STATEMENT))
                        .append('\n');
            }
            text.append("  why: ").append(VisibleText.line(finding.message())).append('\n');
            finding.suppressed()
                    .ifPresentOrElse(
                            why -> text.append("  suppressed: ")
                                    .append(VisibleText.line(why.reason()))
                                    .append('\n'),
                            () -> text.append("  fix: ")
                                    .append(VisibleText.line(finding.fix()))
                                    .append('\n'));
            finding.suggestion()
                    .filter(s -> finding.suppressed().isEmpty())
                    .ifPresent(suggestion -> text.append("  try: ")
                            .append(VisibleText.line(suggestion))
                            .append(";\n"));
        }
        impacts(result, text);
        for (String note : result.notes()) {
            text.append("\nnote: ").append(VisibleText.line(note)).append('\n');
        }
        return text.toString();
    }

    private static void impacts(ReviewResult result, StringBuilder text) {
        List<StatementImpact> impacts = ImpactWords.worthTelling(result);
        if (!impacts.isEmpty()) {
            text.append(
                    "\nWhat the statements lock and work through, seen on an empty PostgreSQL; times are estimated:\n");
        }
        for (StatementImpact impact : impacts) {
            text.append('\n')
                    .append(VisibleText.line(impact.file()))
                    .append(':')
                    .append(impact.statement().line())
                    .append(": ")
                    .append(VisibleText.shortened(impact.statement().normalised(), STATEMENT))
                    .append('\n');
            for (ImpactWords.Line line : ImpactWords.lines(impact)) {
                text.append("  ")
                        .append(line.label())
                        .append(": ")
                        .append(VisibleText.shortened(line.text(), LINE))
                        .append('\n');
            }
        }
        String leftOut = impacts.isEmpty() ? "" : ImpactWords.leftOut(result);
        if (!leftOut.isEmpty()) {
            text.append('\n').append(leftOut).append('\n');
        }
    }

    static String headline(ReviewResult result) {
        long errors = result.count(Severity.ERROR);
        long warnings = result.count(Severity.WARNING);
        long infos = result.count(Severity.INFO);
        long suppressed = result.findings().size() - result.open().size();
        return "Sonde review: " + count(result.files().size(), "new file") + ", " + count(errors, "error") + ", "
                + count(warnings, "warning")
                + (infos > 0 ? ", " + infos + " for information" : "")
                + (suppressed > 0 ? ", " + suppressed + " suppressed" : "");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
