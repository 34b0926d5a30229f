package dev.sonde.cli.verify;

import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.verify.VerifyReport;
import dev.sonde.migrations.verify.VerifyReport.Build;
import dev.sonde.migrations.verify.VerifyReport.Checked;
import dev.sonde.migrations.verify.VerifyReport.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What text and Markdown say alike. */
final class VerifyWords {

    private VerifyWords() {}

    static String headline(VerifyReport report) {
        long valid = report.indexes().stream()
                .filter(index -> index.state().equals("valid") && !Boolean.FALSE.equals(index.sameDefinition()))
                .count();
        int expected = report.indexes().size();
        return "Sonde verify: "
                + (expected == 0 ? "no index expected" : valid + " of " + indexes(expected) + " in place")
                + ", " + count(report.count(Severity.ERROR), "error") + ", "
                + count(report.count(Severity.WARNING), "warning");
    }

    private static String indexes(int count) {
        return count + (count == 1 ? " expected index" : " expected indexes");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** What is known of an expected index, in one line. */
    static String state(Checked index) {
        List<String> words = new ArrayList<>(List.of(index.state()));
        if (index.state().equals("valid")) {
            Boolean same = index.sameDefinition();
            words.add(same == null ? "definition not compared" : same ? "as asked for" : "another definition");
        }
        if (!index.queries().isEmpty()) {
            long chosen = index.queries().stream()
                    .filter(query -> query.choice() == Choice.CHOSEN)
                    .count();
            words.add("chosen by " + chosen + " of " + count(index.queries().size(), "statement") + " (estimated)");
        }
        return String.join(", ", words);
    }

    /** A build under way, in one line. */
    static String build(Build build) {
        String what = build.index() != null ? build.index() : "an index";
        String table = build.table() == null || build.index() != null ? "" : " of " + build.table();
        String command = build.command();
        String phase = build.phase();
        return what + table + " is being built just now"
                + (command == null
                        ? ", which a role in pg_read_all_stats would see more of"
                        : " by " + command + ": " + String.valueOf(phase).toLowerCase(Locale.ROOT));
    }
}
