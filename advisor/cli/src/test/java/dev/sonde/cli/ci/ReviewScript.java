package dev.sonde.cli.ci;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of {@code .github/actions/review/review.sh}: its exit status, and what it printed. */
record ReviewScript(int status, String log) {

    /** The checked-out repository. */
    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> folder.resolve(".github/actions").toFile().isDirectory())
                .findFirst()
                .orElseThrow();
    }

    /** Whether there is a program of that name to run. */
    static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs the script. */
    static ReviewScript run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        return bash(folder, "'" + root().resolve(".github/actions/review/review.sh") + "'", environment);
    }

    /** Runs lines of a shell; of this process's environment they see only what no build server sets. */
    static ReviewScript bash(Path folder, String lines, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-eo", "pipefail", "-c", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(GITHUB|GITLAB|CI|RUNNER|SONDE)_?.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String log = process.inputReader().lines().collect(Collectors.joining("\n"));
        return new ReviewScript(process.waitFor(), log);
    }
}
