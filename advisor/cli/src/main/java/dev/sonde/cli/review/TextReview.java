package dev.sonde.cli.review;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.review.ReviewResult;

/** A review for a terminal: one finding after the other, worst first. */
final class TextReview {

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
                        .append(VisibleText.shortened(finding.statement(), 160))
                        .append('\n');
            }
            text.append("  why: ").append(VisibleText.line(finding.message())).append('\n');
            finding.suppressed()
                    .ifPresentOrElse(
                            reason -> text.append("  suppressed: ")
                                    .append(VisibleText.line(reason))
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
        for (String note : result.notes()) {
            text.append("\nnote: ").append(VisibleText.line(note)).append('\n');
        }
        return text.toString();
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
