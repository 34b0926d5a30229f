package dev.sonde.cli.review;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.review.ReviewResult;
import java.util.List;
import java.util.stream.Stream;

/** A review as JUnit's XML: a test for each new file, failed by errors. */
final class JUnitReview {

    private JUnitReview() {}

    static String of(ReviewResult result) {
        StringBuilder cases = new StringBuilder();
        int failed = 0;
        List<String> files = Stream.concat(
                        result.files().stream(), result.open().stream().map(MigrationFinding::file))
                .distinct()
                .sorted()
                .toList();
        for (String file : files) {
            StringBuilder errors = new StringBuilder();
            StringBuilder others = new StringBuilder();
            for (MigrationFinding finding : result.open()) {
                if (finding.file().equals(file)) {
                    (finding.severity() == Severity.ERROR ? errors : others)
                            .append("line ")
                            .append(finding.line())
                            .append(": ")
                            .append(finding.rule().id())
                            .append(": ")
                            .append(VisibleText.line(finding.message()))
                            .append(". ")
                            .append(VisibleText.line(finding.fix()))
                            .append('\n');
                }
            }
            cases.append("  <testcase classname=\"sonde.review\" name=\"")
                    .append(xml(VisibleText.line(file)))
                    .append("\">");
            if (!errors.isEmpty()) {
                failed++;
                cases.append("<failure message=\"migration review\">")
                        .append(xml(errors.toString()))
                        .append("</failure>");
            }
            if (!others.isEmpty()) {
                cases.append("<system-out>").append(xml(others.toString())).append("</system-out>");
            }
            cases.append("</testcase>\n");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"sonde review\" tests=\"" + files.size()
                + "\" failures=\"" + failed + "\" errors=\"0\" skipped=\"0\">\n" + cases + "</testsuite>\n";
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
