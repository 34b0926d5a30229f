package dev.sonde.cli.workload;

import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.output.Figures;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What is said where there are too many statements to look at all of them. */
final class LeftOut {

    private LeftOut() {}

    /**
     * How many statements are looked at and what they took of all; empty if none was left out for their number.
     *
     * @param different statements that have a plan and a text in the captures
     * @param taken those that are looked at, by statement
     */
    static Optional<String> of(WorkloadSummary summary, int different, Collection<List<StatementSummary>> taken) {
        boolean summed = summary.areStatementsCut();
        if (taken.size() == different && !summed) {
            return Optional.empty();
        }
        boolean timed = summary.statements().stream().anyMatch(statement -> statement.totalNanos() > 0);
        ToLongFunction<StatementSummary> amount = timed ? StatementSummary::totalNanos : StatementSummary::calls;
        long all = summary.statements().stream().mapToLong(amount).sum();
        long some = taken.stream().flatMap(List::stream).mapToLong(amount).sum();
        return Optional.of(Figures.count(different) + " different statements"
                + (summed ? " and others that are only summed" : "") + ": looked at are the "
                + Figures.count(taken.size()) + (timed ? " that took most time" : " executed most often") + ", "
                + Figures.share(some, all) + " of " + (timed ? "the time of all" : "all executions")
                + (taken.size() < different ? "; --max-statements takes more" : "")
                + "; bind values instead of writing literals or generated names into the SQL");
    }
}
