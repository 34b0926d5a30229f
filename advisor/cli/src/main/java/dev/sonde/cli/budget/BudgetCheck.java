package dev.sonde.cli.budget;

import dev.sonde.analysis.budget.Budget;
import dev.sonde.analysis.budget.BudgetFile;
import dev.sonde.analysis.budget.BudgetFormatException;
import dev.sonde.analysis.budget.Measured;
import dev.sonde.analysis.budget.Overrun;
import dev.sonde.analysis.compare.Workload;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a workload makes of its budget.
 *
 * @param routes that were captured and have limits
 * @param withoutLimits that were captured and have none
 */
public record BudgetCheck(
        String file, String service, long routes, List<String> withoutLimits, List<Overrun> overruns) {
    public BudgetCheck {
        withoutLimits = List.copyOf(withoutLimits);
        overruns = List.copyOf(overruns);
    }

    /** Holds a workload against the file. */
    public static BudgetCheck of(Path file, Workload workload) throws IOException {
        Budget budget = read(file);
        String service = service(workload, budget.service(), file + " names");
        SortedMap<String, Measured> measured = measured(workload, service);
        List<String> withoutLimits = measured.keySet().stream()
                .filter(route -> !budget.routes().containsKey(route))
                .toList();
        return new BudgetCheck(
                file.toString(),
                service,
                measured.size() - withoutLimits.size(),
                withoutLimits,
                Overrun.of(budget, measured));
    }

    static Budget read(Path file) throws IOException {
        try {
            return BudgetFile.read(file);
        } catch (BudgetFormatException e) {
            throw CommandFailure.badInput(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The service whose units are meant.
     *
     * @param wanted empty if nobody has said which
     * @param who says so, for the message
     */
    static String service(Workload workload, String wanted, String who) {
        if (wanted.isEmpty()) {
            if (workload.versions().size() > 1) {
                throw CommandFailure.badInput("these captures hold several services ("
                        + String.join(", ", workload.versions().keySet())
                        + "), and a budget is one service's: name it by --service, or service = \"…\" in the file");
            }
            return workload.versions().isEmpty() ? "" : workload.versions().firstKey();
        }
        if (!workload.versions().containsKey(wanted)) {
            throw CommandFailure.badInput(
                    who + " the service " + wanted + ", which these captures do not hold: they hold "
                            + String.join(", ", workload.versions().keySet()));
        }
        return wanted;
    }

    /** The units of a service by route; those without a route, or of routes that are only summed, are work of many kinds. */
    static SortedMap<String, Measured> measured(Workload workload, String service) {
        SortedMap<String, Measured> measured = new TreeMap<>();
        workload.routes().forEach((key, work) -> {
            if (key.service().equals(service) && !key.route().isEmpty() && !key.isOthers() && work.units() > 0) {
                measured.put(key.route(), work.measured());
            }
        });
        return measured;
    }

    /** What is over the limits. */
    public TextTable table(UnaryOperator<String> route) {
        TextTable table = TextTable.of(">limit", ">most", ">over it", ">units", "of", "route");
        for (Overrun overrun : overruns) {
            table.row(
                    Figures.count(overrun.limit()),
                    Figures.count(overrun.most()),
                    Figures.count(overrun.unitsOver()),
                    Figures.count(overrun.units()),
                    overrun.what(),
                    route.apply(overrun.route()));
        }
        return table;
    }

    /** One line for all. */
    public String summary() {
        String checked = Figures.count(routes) + (routes == 1 ? " route" : " routes") + " held against " + file;
        return checked
                + (overruns.isEmpty()
                        ? ", all within their limits"
                        : ", " + Figures.count(overruns.size())
                                + (overruns.size() == 1 ? " limit exceeded" : " limits exceeded"))
                + (withoutLimits.isEmpty()
                        ? ""
                        : "; " + Figures.count(withoutLimits.size())
                                + (withoutLimits.size() == 1 ? " route has" : " routes have")
                                + " no limits there yet: sonde budget -o " + file + " adds them");
    }
}
