package dev.sonde.cli.verify;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.verify.VerifyReport;
import dev.sonde.migrations.verify.VerifyReport.Checked;
import dev.sonde.migrations.verify.VerifyReport.Finding;
import dev.sonde.migrations.verify.VerifyReport.Query;
import java.util.ArrayList;
import java.util.List;

/** A verification for a terminal. */
final class TextVerify {

    private static final int SQL_LENGTH = 100;

    private TextVerify() {}

    static String of(VerifyReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(VerifyWords.headline(report));
        lines.add("database " + VisibleText.line(report.database()) + ", PostgreSQL "
                + VisibleText.line(report.serverVersion()));
        for (Checked index : report.indexes()) {
            lines.add("");
            lines.add(VisibleText.line(index.index()) + " on " + VisibleText.line(index.table()) + ": "
                    + VerifyWords.state(index));
            lines.add("  from " + VisibleText.line(String.join(", ", index.origins())));
            for (Query query : index.queries()) {
                lines.add("  " + query.choice().word() + " by " + query.fingerprint() + " "
                        + VisibleText.shortened(query.sql(), SQL_LENGTH));
                String why = query.reason() != null ? query.reason() : query.plan();
                lines.add("    " + VisibleText.shortened(String.valueOf(why), SQL_LENGTH));
            }
        }
        for (Finding finding : report.findings()) {
            lines.add("");
            lines.add(finding.severity().word() + " " + finding.rule() + ": " + VisibleText.line(finding.index()));
            lines.add("  why: " + VisibleText.line(finding.message()));
            finding.statements().forEach(statement -> lines.add("  fix: " + VisibleText.line(statement)));
        }
        report.builds().forEach(build -> lines.add("\nnote: " + VisibleText.line(VerifyWords.build(build))));
        report.notes().forEach(note -> lines.add("\nnote: " + VisibleText.line(note)));
        return String.join("\n", lines) + "\n";
    }
}
