package dev.sonde.cli.doctor;

import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.doctor.Cure;
import java.util.ArrayList;
import java.util.List;

/** The doctor's report for a terminal, and the same as Markdown. */
final class TextDoctor {

    private TextDoctor() {}

    static String text(DoctorReport report) {
        List<String> lines = new ArrayList<>();
        for (DoctorReport.Examined examined : report.flyways()) {
            lines.add(title(examined));
            for (DoctorReport.Finding finding : examined.symptoms()) {
                lines.add("  " + finding.severity() + " " + finding.rule()
                        + (finding.place() == null ? "" : " in " + finding.place()));
                lines.add("    " + finding.message());
                Cure cure = finding.cure();
                if (cure != null) {
                    lines.add("    in " + cure.place() + ", " + cure.action() + ":");
                    cure.lines().forEach(line -> lines.add("      " + line));
                }
            }
            DoctorReport.Proof proof = examined.proof();
            if (proof != null) {
                lines.add("  proved with Flyway " + proof.flywayVersion() + " on a throw-away PostgreSQL:");
                for (DoctorReport.Run run : proof.runs()) {
                    lines.add("    " + run.outcome() + " with " + run.settings() + ": " + run.detail());
                }
            }
            lines.add("");
        }
        report.problems().forEach(problem -> lines.add("not read: " + problem));
        report.notes().forEach(note -> lines.add("note: " + note));
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            int indent = line.length() - line.stripLeading().length();
            text.append(" ".repeat(indent)).append(VisibleText.line(line)).append('\n');
        }
        return text.toString();
    }

    static String markdown(DoctorReport report) {
        return "## Sonde doctor\n\n```text\n" + text(report).replace("```", "` ` `") + "```\n";
    }

    private static String title(DoctorReport.Examined examined) {
        String verdict = switch (examined.verdict()) {
            case "hangs" -> "CREATE INDEX CONCURRENTLY would hang";
            case "fails" -> "CREATE INDEX CONCURRENTLY would fail";
            default -> "CREATE INDEX CONCURRENTLY works";
        };
        String profile = examined.profile() == null ? "" : ", profile " + examined.profile();
        return examined.module() + " (" + examined.runner() + profile
                + (examined.behindPgBouncer() ? ", behind PgBouncer" : "") + "): " + verdict;
    }
}
