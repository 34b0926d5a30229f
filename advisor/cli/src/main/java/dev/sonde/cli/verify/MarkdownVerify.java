package dev.sonde.cli.verify;

import static dev.sonde.cli.output.VisibleText.markdown;
import static dev.sonde.cli.output.VisibleText.markdownCell;
import static dev.sonde.cli.output.VisibleText.shortened;

import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.verify.VerifyReport;
import dev.sonde.migrations.verify.VerifyReport.Checked;
import dev.sonde.migrations.verify.VerifyReport.Finding;
import java.util.ArrayList;
import java.util.List;

/** A verification for a comment. */
final class MarkdownVerify {

    private static final int LENGTH = 300;

    private MarkdownVerify() {}

    static String of(VerifyReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("## " + VerifyWords.headline(report));
        lines.add("");
        lines.add("Database " + markdown(report.database()) + ", PostgreSQL " + markdown(report.serverVersion())
                + ". Choices are the planner's estimates; nothing was executed.");
        if (!report.indexes().isEmpty()) {
            lines.add("");
            TextTable indexes = TextTable.of("index", "table", "from", "state");
            for (Checked index : report.indexes()) {
                indexes.row(
                        markdownCell(shortened(index.index(), LENGTH)),
                        markdownCell(shortened(index.table(), LENGTH)),
                        markdownCell(shortened(String.join(", ", index.origins()), LENGTH)),
                        markdown(VerifyWords.state(index)));
            }
            lines.addAll(indexes.markdown());
        }
        report.findings().forEach(finding -> finding(lines, finding));
        if (!report.builds().isEmpty() || !report.notes().isEmpty()) {
            lines.add("");
        }
        report.builds().forEach(build -> lines.add("- " + markdown(VerifyWords.build(build))));
        report.notes().forEach(note -> lines.add("- note: " + markdown(note)));
        return String.join("\n", lines) + "\n";
    }

    private static void finding(List<String> lines, Finding finding) {
        lines.add("");
        lines.add("**" + finding.severity().word() + "** `" + finding.rule() + "` "
                + VisibleText.markdownCode(finding.index()) + ": " + markdown(finding.message()));
        if (!finding.statements().isEmpty()) {
            List<String> statements =
                    finding.statements().stream().map(VisibleText::line).toList();
            String fence = VisibleText.markdownFence(statements);
            lines.add("");
            lines.add(fence + "sql");
            lines.addAll(statements);
            lines.add(fence);
        }
    }
}
