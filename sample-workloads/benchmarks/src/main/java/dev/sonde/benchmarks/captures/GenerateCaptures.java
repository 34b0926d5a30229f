package dev.sonde.benchmarks.captures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes captures of a made-up fleet. */
@Command(
        name = "generate-captures",
        description = "Writes captures of services that do not exist, the same for the same seed.",
        mixinStandardHelpOptions = true)
public final class GenerateCaptures implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Where the files go; made if it is not there.")
    private @Nullable Path folder;

    @Option(names = "--executions", description = "Of all services together. Default: ${DEFAULT-VALUE}.")
    private long executions = 1_000_000;

    @Option(names = "--services", description = "Default: ${DEFAULT-VALUE}.")
    private int services = 1;

    @Option(names = "--statements", description = "Of each service. Default: ${DEFAULT-VALUE}.")
    private int statements = 1_000;

    @Option(names = "--seed", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerateCaptures()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (folder != null) {
            write(new FleetShape(executions, services, statements, seed), folder);
        }
        return 0;
    }

    /** Writes all services one after another. */
    public static void write(FleetShape shape, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int service = 0; service < shape.services(); service++) {
            ServiceStream stream = shape.stream(service);
            try (CaptureFolderSink sink = new CaptureFolderSink(folder, stream)) {
                stream.write(sink);
            }
        }
    }
}
