package dev.sonde.benchmarks;

import dev.sonde.benchmarks.report.Machine;
import dev.sonde.benchmarks.report.ReportFile;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs the benchmarks and writes the report. Targets that are missed are figures like any other; only the soak, which
 * finds leaks, turns them into an exit status.
 */
@Command(
        name = "benchmarks",
        description = "Measures Sonde beside its peers and writes docs/benchmarks.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Benchmarks implements Callable<Integer> {

    private static final int LEAK = 1;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Parts to run: ${COMPLETION-CANDIDATES}. Default: all but targets and soak.")
    private List<Part> only = Part.usual();

    @Option(
            names = "--quick",
            description =
                    "Runs each part for an instant, to show that it runs; writes no report unless --out is given.")
    private boolean quick;

    @Option(names = "--minutes", description = "Length of the soak. Default: ${DEFAULT-VALUE}.")
    private int minutes = 10;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            description =
                    "A checkout of hyrise/index_selection_evaluation, whose algorithms the part selection runs beside"
                            + " ours; needs Debian's python3-psycopg2.")
    private @Nullable Path peers;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The report. Default: docs/benchmarks.md; none with --quick or --only targets.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec command;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (minutes < 2 && command != null) {
            throw new ParameterException(command.commandLine(), "--minutes must be at least 2: " + minutes);
        }
        Logs.quiet();
        PrintWriter output = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Machine machine = Machine.here();
        boolean reported = !quick && !only.contains(Part.TARGETS);
        Path report = out == null && reported ? Path.of("docs", "benchmarks.md") : out;
        List<Section> sections = new ArrayList<>();
        int status = 0;
        for (Part part : only) {
            System.err.println("== " + part.id());
            Section section = part.run(quick, minutes, peers, System.err::println);
            sections.add(section);
            output.println(section.markdown(machine.description()));
            if (report != null) { // each at once: the next part may fail
                write(section, report, machine);
            }
            if (part == Part.SOAK && !quick && !section.verdicts().stream().allMatch(Verdict::met)) {
                status = LEAK;
            }
        }
        sections.stream()
                .flatMap(section -> section.verdicts().stream())
                .forEach(verdict -> output.println(verdict.sentence()));
        return status;
    }

    private void write(Section section, Path report, Machine machine) throws IOException {
        ReportFile.update(
                report,
                List.of(section),
                Arrays.stream(Part.values()).map(Part::id).toList(),
                machine);
        System.err.println("written: " + report);
        if (out == null) {
            for (Map.Entry<Path, Section> other : section.onPages().entrySet()) {
                ReportFile.insert(other.getKey(), other.getValue(), machine);
                System.err.println("written: " + other.getKey());
            }
        }
    }
}
