package dev.sonde.cli.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.review.ReviewResult;
import java.util.EnumMap;
import java.util.Map;

/** A review as workflow commands, which GitHub shows beside the lines; it shows ten of a kind, so only ten are written. */
final class GitHubAnnotations {

    private static final int SHOWN = 10;

    private GitHubAnnotations() {}

    static String of(ReviewResult result) {
        StringBuilder text = new StringBuilder();
        Map<Severity, Integer> written = new EnumMap<>(Severity.class);
        int left = 0;
        for (MigrationFinding finding : result.open()) {
            if (written.merge(finding.severity(), 1, Integer::sum) > SHOWN) {
                left++;
                continue;
            }
            text.append("::")
                    .append(
                            finding.severity() == Severity.INFO
                                    ? "notice"
                                    : finding.severity().word())
                    .append(" file=")
                    .append(property(finding.file()))
                    .append(",line=")
                    .append(finding.line())
                    .append(",endLine=")
                    .append(finding.endLine())
                    .append(",title=")
                    .append(property(finding.rule().id()))
                    .append("::")
                    .append(data(finding.message() + ". " + finding.fix()))
                    .append('\n');
        }
        if (left > 0) {
            text.append(left).append(" more findings are in the summary of the step\n");
        }
        return text.toString();
    }

    private static String data(String value) {
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String value) {
        return data(value).replace(":", "%3A").replace(",", "%2C");
    }
}
