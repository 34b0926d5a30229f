package dev.sonde.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The real command as a process of its own, started by a shell line in which {@code sonde} is this build's. */
public record CommandProcess(int status, String out, String err) {

    private static final long SECONDS = 300;

    /** Runs a line of bash in the folder. */
    public static CommandProcess bash(Path folder, String line) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve(".bin"));
        launcher(bin.resolve("sonde"));
        Path out = Files.createTempFile(bin, "out", "");
        Path err = Files.createTempFile(bin, "err", "");
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", line))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().keySet().removeAll(Set.of("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "SONDE_OPTS"));
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running after " + SECONDS + " s: " + line);
        }
        return new CommandProcess(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static void launcher(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                file,
                "#!/bin/sh\nexec '" + java + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $SONDE_OPTS -cp '"
                        + System.getProperty("java.class.path") + "' dev.sonde.cli.Sonde \"$@\"\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
