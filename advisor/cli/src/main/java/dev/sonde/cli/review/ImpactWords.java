package dev.sonde.cli.review;

import dev.sonde.cli.output.Figures;
import dev.sonde.migrations.impact.Blocked.BlockedStatement;
import dev.sonde.migrations.impact.LockImpact;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.impact.Work;
import dev.sonde.migrations.review.ReviewResult;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Phase;
import java.util.ArrayList;
import java.util.List;

/** What a statement does to what is there, in lines of plain text that still are to be made fit to be shown. */
final class ImpactWords {

    private static final int STATEMENTS = 3;

    /** A line and what it is about: {@code lock}, {@code captured}, {@code work}, {@code phase} or {@code time}. */
    record Line(String label, String text) {}

    private ImpactWords() {}

    /** Statements that services may have to wait for, or that work through a table, or wait for services themselves. */
    static List<StatementImpact> worthTelling(ReviewResult result) {
        return result.impacts().stream()
                .filter(impact -> !impact.works().isEmpty()
                        || !impact.phases().isEmpty()
                        || impact.locks().stream().anyMatch(lock -> lock.mode().compareTo(LockMode.SHARE) >= 0))
                .toList();
    }

    /** How many statements are left out, in words; empty if none is. */
    static String leftOut(ReviewResult result) {
        int number = result.impacts().size() - worthTelling(result).size();
        if (number == 0) {
            return "";
        }
        return number == 1
                ? "1 more statement takes no lock that reads or writes wait for"
                : number + " more statements take no lock that reads or writes wait for";
    }

    static List<Line> lines(StatementImpact impact) {
        List<Line> lines = new ArrayList<>();
        for (LockImpact lock : impact.locks()) {
            List<String> waiting = lock.mode().blocks();
            lines.add(new Line(
                    "lock",
                    lock.words() + ", " + lock.heldWords()
                            + (waiting.isEmpty() ? "" : ": " + String.join(", ", waiting) + " wait")));
            lock.traffic().ifPresent(traffic -> lines.add(new Line("captured", "it blocks " + traffic)));
            lock.blocked()
                    .ifPresent(blocked -> blocked.statements().stream()
                            .limit(STATEMENTS)
                            .forEach(statement -> lines.add(new Line("captured", words(statement)))));
        }
        for (Work work : impact.works()) {
            lines.add(new Line("work", work.words()));
        }
        for (Phase phase : impact.phases()) {
            String lock = phase.strongest()
                    .map(held -> ", " + held.mode().words() + " on "
                            + held.relation().name())
                    .orElse("");
            lines.add(new Line("phase", phase.name() + lock + ": goes on " + phase.ends()));
        }
        lines.add(new Line("time", impact.forecast().words()));
        return lines;
    }

    private static String words(BlockedStatement statement) {
        String often = Double.isNaN(statement.perSecond()) ? "" : " (" + Figures.number(statement.perSecond()) + "/s)";
        return String.join(", ", statement.services()) + often + ": " + statement.sql();
    }
}
