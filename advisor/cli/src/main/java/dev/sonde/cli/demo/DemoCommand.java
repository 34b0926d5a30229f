package dev.sonde.cli.demo;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sonde demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the whole product on a real service and a real PostgreSQL.",
            "Starts an embedded PostgreSQL, fills it, runs the agents sample under load with and"
                    + " without the profiler, reports, advises, writes migrations, applies them with Flyway"
                    + " and measures the same load again. The server and its data are gone afterwards, also"
                    + " after Ctrl-C; captures, snapshot, reports and migrations stay in the folder of --out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde demo --quick                   under two minutes on two cores",
            "  sonde demo --out /tmp/my-demo        about two and a half million messages, under six minutes"
        })
public final class DemoCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "New or empty folder for what is made (default: a new one under the temporary directory).")
    private @Nullable Path out;

    @Option(names = "--quick", description = "Less data and shorter measurements.")
    private boolean quick;

    @Option(names = "--scale", paramLabel = "N", hidden = true, description = "Scale of the data, for tests.")
    private double scale;

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path jar = agentsJar();
        Path folder = folder();
        DemoPlan plan = quick ? DemoPlan.quick() : DemoPlan.full();
        return new DemoRun(console, scale > 0 ? plan.withScale(scale) : plan, jar, folder).run();
    }

    private static Path agentsJar() {
        Path home = Path.of(System.getProperty("sonde.home", "."));
        Path jar = home.resolve("sample-workloads/agents/target/agents.jar");
        if (!Files.isRegularFile(jar)) {
            throw CommandFailure.badInput(
                    jar + ": the agents sample is not built; run the demo from a clone with ./sonde demo");
        }
        return jar.toAbsolutePath();
    }

    private Path folder() throws IOException {
        if (out == null) {
            return Files.createTempDirectory("sonde-demo-");
        }
        if (Files.exists(out)) {
            if (!Files.isDirectory(out)) {
                throw CommandFailure.badInput("--out " + out + " is a file; name a new or empty folder");
            }
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw CommandFailure.badInput("--out " + out + " is not empty; name a new or empty folder");
                }
            }
        }
        return Files.createDirectories(out).toAbsolutePath();
    }
}
