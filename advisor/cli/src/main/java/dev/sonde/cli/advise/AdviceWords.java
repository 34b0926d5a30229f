package dev.sonde.cli.advise;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.SelectionReport;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.selection.Selector;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sentences and figures that the text and the Markdown advice share. */
final class AdviceWords {

    private static final String[] HEADINGS = {
        ">calls", ">cost each", ">with index", ">measured", ">with index", "id", "called from", "query"
    };

    private static final String[] WITHOUT = {
        ">calls", ">cost each", ">without it", ">measured", ">without it", "id", "called from", "query"
    };

    static final String[] MISJUDGED = {">calls", ">rows estimated", ">rows captured", "query"};

    private AdviceWords() {}

    static String planner(AdviceReport advice) {
        return (advice.planner().equals("twin") ? "plan twin" : advice.planner()) + ", PostgreSQL "
                + advice.serverVersion() + ", " + Figures.count(advice.whatIfCalls())
                + " plans examined; costs are the planner's estimates";
    }

    static String workload(AdviceReport advice) {
        AdviceReport.WorkloadCost workload = advice.workload();
        String bound = Double.isFinite(workload.lowerBound())
                ? " (no set of the examined indexes gets below " + Figures.number(workload.lowerBound()) + ")"
                : "";
        return Figures.count(workload.statements()) + (workload.statements() == 1 ? " statement, " : " statements, ")
                + Figures.count(Math.round(workload.executions())) + " executions; estimated cost "
                + Figures.number(workload.costBefore()) + " to " + Figures.number(workload.costAfter()) + bound;
    }

    /** Empty if too few statements have a time. */
    static Optional<String> calibration(AdviceReport advice) {
        return Optional.ofNullable(advice.calibration())
                .map(calibration -> "measured: a unit of cost took " + micros(calibration.millisPerCost())
                        + " in the capture, in the middle half of " + Figures.count(calibration.statements())
                        + " statements " + micros(calibration.lowerQuartile()) + " to "
                        + micros(calibration.upperQuartile()));
    }

    private static String micros(double millis) {
        return Figures.number(1000 * millis) + " µs";
    }

    static String choice(AdviceReport advice) {
        SelectionReport selection = advice.selection();
        Double gap = selection.gap();
        if (gap == null) {
            return (selection.solver().equals(Selector.GREEDY) ? "by a greedy search, " : "")
                    + "how far from optimal is not known";
        }
        return gap < 0.0005
                ? "optimal in the planner's model for these candidates and limits"
                : "at most " + percent(gap) + " from optimal in the planner's model for these candidates and limits";
    }

    /** The budget curve; null if it is a single point. */
    static @Nullable TextTable budgets(AdviceReport advice) {
        if (advice.selection().budgets().size() < 2) {
            return null;
        }
        TextTable table =
                TextTable.of(">budget", ">indexes", ">size", ">cost", ">write cost", ">from optimal", "remark");
        for (SelectionReport.Budget budget : advice.selection().budgets()) {
            Double gap = budget.gap();
            table.row(
                    Figures.bytes(budget.bytes()),
                    Figures.count(budget.indexes()),
                    Figures.bytes(budget.sizeBytes()),
                    Figures.number(budget.cost()),
                    Figures.number(budget.writeCost()),
                    gap == null ? "-" : "at most " + percent(gap),
                    budget.advised() ? (budget.knee() ? "advised, knee" : "advised") : budget.knee() ? "knee" : "");
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String headline(AdviceReport advice) {
        long drops =
                advice.advice().stream().filter(AdviceReport.Advice::isDrop).count();
        long count = advice.advice().size() - drops;
        String dropped = drops == 0 ? "" : Figures.count(drops) + (drops == 1 ? " index to drop" : " indexes to drop");
        if (count == 0) {
            return (advice.workload().statements() == 0
                            ? "No index advised: there is no statement that the server can plan."
                            : "No index advised: none of the examined ones is worth its cost.")
                    + (drops == 0 ? "" : " " + dropped + ": superfluous.");
        }
        return Figures.count(count)
                + (count == 1 ? " index advised" : " indexes advised")
                + (drops == 0 ? "" : ", " + dropped);
    }

    static String gain(AdviceReport.Advice item) {
        if (item.isDrop() && item.queries().isEmpty()) {
            return "no cost of a captured query changes";
        }
        return "cost of its queries " + Figures.number(item.costBefore()) + " to " + Figures.number(item.costAfter())
                + change(item.costBefore(), item.costAfter());
    }

    private static String change(double before, double after) {
        if (before <= 0 || after <= 0 || after >= before) {
            return "";
        }
        // A percentage would round great gains to 100 %.
        return before > 10 * after
                ? " (" + Figures.number(before / after) + " times less)"
                : " (" + Figures.share(before - after, before) + " less)";
    }

    static String[] headings(AdviceReport.Advice item) {
        return (item.isDrop() ? WITHOUT : HEADINGS).clone();
    }

    /** What only the reader can know; empty if nothing. */
    static Optional<String> check(AdviceReport.Advice item) {
        return item.isDrop()
                ? Optional.of(
                        "check first that nothing calls it by its name (hints, jobs that rebuild or cluster), and that queries"
                                + " which were not captured may read the other index, which can be larger")
                : Optional.empty();
    }

    static String price(AdviceReport.Advice item) {
        if (item.isDrop()) {
            return "frees " + Figures.bytes(item.sizeBytes()) + "; estimated: saves write cost "
                    + Figures.number(item.writeCost());
        }
        return "estimated size " + Figures.bytes(item.sizeBytes()) + ", write cost " + Figures.number(item.writeCost());
    }

    static String notPlanned(AdviceReport advice) {
        int count = advice.notPlanned().size();
        double share = advice.notPlanned().stream()
                .mapToDouble(statement -> statement.timeShare() == null ? 0 : statement.timeShare())
                .sum();
        return Figures.count(count) + (count == 1 ? " statement was" : " statements were")
                + " not looked at: the server cannot plan " + (count == 1 ? "it" : "them")
                + (share > 0 ? "; measured: " + Figures.share(share, 1) + " of the workload's time" : "");
    }

    static String timeShare(AdviceReport.NotPlanned statement) {
        return statement.timeShare() == null ? "-" : Figures.share(statement.timeShare(), 1);
    }

    static String statistics(AdviceReport advice) {
        int count = advice.statisticsAdvice().size();
        return "Statistics first: " + Figures.count(count) + (count == 1 ? " cause" : " causes")
                + " of row counts that are wrong by ten times and more; mend them, then advise again";
    }

    static String codeFixes(AdviceReport advice) {
        int count = advice.codeFixes().size();
        return Figures.count(count) + (count == 1 ? " place" : " places") + " to mend in the code";
    }

    static String gain(CodeFix fix) {
        return Figures.count(fix.calls()) + (fix.calls() == 1 ? " call" : " calls") + ", estimated cost each "
                + Figures.number(fix.costBefore()) + " to " + Figures.number(fix.costAfter())
                + change(fix.costBefore(), fix.costAfter());
    }

    static String[] cells(StatisticsAdvice.Misjudged query, String sql) {
        return new String[] {
            Figures.count(query.calls()),
            Figures.number(query.estimatedRows()),
            (query.atLeast() ? "at least " : "") + Figures.number(query.capturedRows()),
            sql
        };
    }

    static String[] cells(AdviceReport.Query query, String sql, String callSite) {
        return new String[] {
            Figures.count(query.calls()),
            Figures.number(query.costBefore()),
            Figures.number(query.costAfter()),
            measured(query.measuredBeforeMs()),
            measured(query.measuredAfterMs()),
            query.fingerprint(),
            callSite,
            sql
        };
    }

    private static String measured(@Nullable Double millis) {
        return millis == null ? "-" : Figures.millis(millis);
    }
}
