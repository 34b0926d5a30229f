package dev.sonde.cli.report;

import dev.sonde.cli.output.Figures;
import java.util.List;

/** Rewrites in the words that the text and the Markdown report share. */
final class RewriteWords {

    private RewriteWords() {}

    static List<Report.Rewrite> of(Report report, String identity) {
        return report.rewrites().stream()
                .filter(rewrite -> rewrite.identity().equals(identity))
                .toList();
    }

    /** Why there is no statement. */
    static String none(Report.Rewrite rewrite) {
        return "no batch statement is given: " + rewrite.reason();
    }

    /** What was seen on the clone. */
    static String check(Report.CloneCheck check) {
        if (check.outcome().equals("not-run")) {
            return "not verified: " + check.explanation();
        }
        String verdict = check.outcome().equals("equal")
                ? "equal"
                : "NOT EQUAL, do not use it: " + check.explanation() + "; all the same";
        return verdict + ", measured there: " + Figures.counted(check.tripsBefore(), "trip") + " "
                + Figures.millis(check.millisBefore()) + " -> " + Figures.counted(check.tripsAfter(), "trip") + " "
                + Figures.millis(check.millisAfter()) + " ("
                + (check.repetitions() == 1 ? "one run" : "medians of " + check.repetitions() + " runs in turns")
                + " on " + check.database() + "); " + Figures.counted(check.keys(), "key") + ": "
                + check.keySource() + "; " + Figures.counted(check.rows(), "row")
                + (check.constantSource().isEmpty() ? "" : "; other values: " + check.constantSource());
    }
}
