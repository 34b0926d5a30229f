package dev.sonde.cli.review;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.review.ReviewResult;
import java.util.ArrayList;
import java.util.List;

/** A review as the comment of a pull request. */
final class MarkdownReview {

    /** What a code host takes in one comment, in UTF-16 units, less what a script that posts it adds to the first line. */
    static final int LIMIT = 65_536 - 256;

    private static final int STATEMENT = 2_000;
    private static final int MESSAGE = 2_000;

    private MarkdownReview() {}

    /** The comments, each within the limit and with a hidden first line by which it is found again. */
    static List<String> comments(ReviewResult result) {
        List<String> comments = new ArrayList<>();
        StringBuilder comment = new StringBuilder(marker(1));
        comment.append("**").append(TextReview.headline(result)).append("**\n\n");
        for (String block : blocks(result)) {
            if (comment.length() + block.length() > LIMIT) {
                comments.add(comment.toString());
                comment = new StringBuilder(marker(comments.size() + 1));
            }
            comment.append(block);
        }
        comments.add(comment.toString());
        return comments;
    }

    private static String marker(int number) {
        return "<!-- sonde:review " + number + " -->\n";
    }

    private static List<String> blocks(ReviewResult result) {
        List<String> blocks = new ArrayList<>();
        for (MigrationFinding finding : result.findings()) {
            blocks.add(block(finding));
        }
        for (StatementImpact impact : ImpactWords.worthTelling(result)) {
            blocks.add(block(impact));
        }
        result.workload().flatMap(MarkdownWorkload::of).ifPresent(blocks::add);
        for (String note : result.notes()) {
            blocks.add("> Note: " + VisibleText.markdown(VisibleText.shortened(note, MESSAGE)) + "\n\n");
        }
        return blocks;
    }

    private static String block(MigrationFinding finding) {
        StringBuilder block = new StringBuilder();
        block.append("**")
                .append(finding.severity().word())
                .append("** `")
                .append(finding.rule().id())
                .append("` ")
                .append(VisibleText.markdownCode(VisibleText.shortened(finding.file(), 300)))
                .append(" line ")
                .append(finding.line())
                .append(": ")
                .append(VisibleText.markdown(VisibleText.shortened(finding.message(), MESSAGE)))
                .append("\n\n");
        if (finding.suppressed().isPresent()) {
            return block.append("Suppressed: ")
                    .append(VisibleText.markdown(
                            VisibleText.shortened(finding.suppressed().get().reason(), 300)))
                    .append("\n\n")
                    .toString();
        }
        if (!finding.statement().isEmpty()) {
            fenced(block, finding.statement());
        }
        block.append("Fix: ").append(VisibleText.markdown(finding.fix())).append("\n\n");
        finding.suggestion().ifPresent(suggestion -> fenced(block, suggestion + ";"));
        block.append("<details><summary>")
                .append(VisibleText.markdownSummary(finding.rule().title()))
                .append("</summary>\n\n")
                .append(VisibleText.markdown(finding.rule().problem()))
                .append("\n</details>\n\n");
        return block.toString();
    }

    private static String block(StatementImpact impact) {
        StringBuilder block = new StringBuilder();
        block.append("<details><summary>")
                .append(VisibleText.markdownSummary(VisibleText.shortened(impact.file(), 300)))
                .append(" line ")
                .append(impact.statement().line())
                .append(": locks and work</summary>\n\n");
        fenced(block, impact.statement().normalised());
        for (ImpactWords.Line line : ImpactWords.lines(impact)) {
            block.append("- ")
                    .append(line.label())
                    .append(": ")
                    .append(VisibleText.markdown(VisibleText.shortened(line.text(), MESSAGE)))
                    .append('\n');
        }
        return block.append("\n</details>\n\n").toString();
    }

    private static void fenced(StringBuilder block, String sql) {
        String line = VisibleText.shortened(sql, STATEMENT);
        String fence = VisibleText.markdownFence(List.of(line));
        block.append(fence)
                .append("sql\n")
                .append(line)
                .append('\n')
                .append(fence)
                .append("\n\n");
    }
}
