package dev.sonde.cli.budget;

import dev.sonde.analysis.budget.Budget;
import dev.sonde.analysis.budget.BudgetFile;
import dev.sonde.analysis.budget.BudgetPlan;
import dev.sonde.analysis.budget.Limit;
import dev.sonde.analysis.budget.Measured;
import dev.sonde.analysis.compare.Workload;
import dev.sonde.cli.capture.CaptureFiles;
import dev.sonde.cli.capture.ReducedFiles;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.OutputFile;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde budget}. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = "Writes how many round trips and statements a unit of work of each route may have.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde budget captures/ -o sonde-budget.toml",
            "  sonde budget captures/ -o sonde-budget.toml --keep    adds new routes only",
            "  sonde budget captures/ --check sonde-budget.toml      exit status 1 if over it",
            "",
            "The file belongs into the repository; sonde compare --budget and @WithinBudget",
            "in tests check it, too. A limit that still fits is not touched, so that a new",
            "capture changes few lines."
        })
public final class BudgetCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "CAPTURE",
            description = "Captures or summaries: files, or folders that hold them.")
    private final List<Path> captures = new ArrayList<>();

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = {"The file, which is updated if it exists.", "Default: a new one to standard output."})
    private @Nullable Path output;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Write nothing, and say what is over the limits of this file.")
    private @Nullable Path check;

    @Option(
            names = "--headroom",
            paramLabel = "PERCENT",
            description = "Put upon the highest count of a route whose counts vary. Default: 20.")
    private int headroom = 20;

    @Option(names = "--keep", description = "Leave limits that exist as they are.")
    private boolean keep;

    @Option(names = "--prune", description = "Take out routes that these captures do not hold.")
    private boolean prune;

    @Option(names = "--service", paramLabel = "NAME", description = "The service, if the captures hold several.")
    private @Nullable String service;

    public BudgetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (headroom < 0 || headroom > 1_000) {
            throw CommandFailure.badInput("--headroom must be between 0 and 1000: " + headroom);
        }
        if (check != null && (output != null || keep || prune || service != null)) {
            throw CommandFailure.badInput("--check writes nothing: it goes without -o, --keep, --prune and --service");
        }
        if (output != null) {
            OutputFile.check("-o", output);
        }
        Workload workload =
                Workload.of(ReducedFiles.of(CaptureFiles.of(captures), console).summary());
        if (workload.hasOtherRoutes()) {
            console.warn("these captures hold more than 10,000 routes: the 5,000 that took most time are "
                    + (check == null ? "limited" : "held against limits")
                    + ", the others are not. Usually a service takes addresses with identifiers in them for routes");
        }
        return check == null ? write(workload) : check(workload, check);
    }

    private int check(Workload workload, Path file) throws IOException {
        BudgetCheck outcome = BudgetCheck.of(file, workload);
        console.out().println(outcome.summary());
        if (outcome.overruns().isEmpty()) {
            return ExitStatus.CLEAN;
        }
        outcome.table(route -> route).text(console.width()).forEach(console.out()::println);
        return ExitStatus.FINDINGS;
    }

    private int write(Workload workload) throws IOException {
        Budget before = output != null && Files.exists(output) ? BudgetCheck.read(output) : null;
        String wanted = service != null ? service : before == null ? "" : before.service();
        String of = BudgetCheck.service(workload, wanted, service != null ? "--service names" : output + " names");
        SortedMap<String, Measured> measured = BudgetCheck.measured(workload, of);
        if (measured.isEmpty()) {
            throw CommandFailure.badInput("these captures hold no units of work with a route, so there is nothing to"
                    + " limit: routes come from the Spring Boot starter, or from UnitOfWork.open(route)");
        }
        Budget budget = new BudgetPlan(headroom / 100.0, keep, prune).budget(of, before, measured);
        if (output == null) {
            console.out().print(BudgetFile.text(budget));
            console.out().flush();
        } else {
            Outputs.replace(output, BudgetFile.text(budget));
            tell(output, before, budget, measured);
        }
        return ExitStatus.CLEAN;
    }

    private void tell(Path file, @Nullable Budget before, Budget after, SortedMap<String, Measured> measured) {
        long added = after.routes().keySet().stream()
                .filter(route -> before == null || !before.routes().containsKey(route))
                .count();
        long raised = count(
                before,
                after,
                (old, now) -> now.roundTrips() > old.roundTrips() || now.statements() > old.statements());
        long lowered = count(
                before,
                after,
                (old, now) -> now.roundTrips() < old.roundTrips() || now.statements() < old.statements());
        console.message(file + ": " + Figures.count(after.routes().size()) + " routes; " + added + " added, " + raised
                + " raised, " + lowered + " lowered");
        long notMeasured = after.routes().keySet().stream()
                .filter(route -> !measured.containsKey(route))
                .count();
        if (notMeasured > 0) {
            console.message(notMeasured + (notMeasured == 1 ? " route is" : " routes are")
                    + " not in these captures and stay" + (notMeasured == 1 ? "s" : "")
                    + ": --prune takes them out");
        }
    }

    @FunctionalInterface
    private interface Changed {
        boolean is(Limit old, Limit now);
    }

    private static long count(@Nullable Budget before, Budget after, Changed changed) {
        if (before == null) {
            return 0;
        }
        return after.routes().entrySet().stream()
                .filter(entry -> {
                    Limit old = before.routes().get(entry.getKey());
                    return old != null && changed.is(old, entry.getValue());
                })
                .count();
    }
}
