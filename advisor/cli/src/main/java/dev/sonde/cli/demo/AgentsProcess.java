package dev.sonde.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A main class of the agents sample in a process of its own, its output kept in a log file. */
final class AgentsProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("agents: listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread pump;

    private AgentsProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.pump = new Thread(this::copyOutput, "log-" + name);
        pump.setDaemon(true);
        pump.start();
    }

    /**
     * Starts a main class of the sample's jar; null for the service itself.
     *
     * @param environment added to the process's environment, so that no password shows in the process list
     */
    static AgentsProcess start(
            Path jar,
            String name,
            @Nullable String mainClass,
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment,
            Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        if (mainClass == null) {
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            command.addAll(List.of("-Dloader.main=" + mainClass, "-cp", jar.toString(), LAUNCHER));
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new AgentsProcess(name, builder.start(), log);
    }

    private void copyOutput() {
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var file = Files.newBufferedWriter(
                        log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(new UncheckedIOException(e));
        } finally {
            port.completeExceptionally(new IOException(name + " ended before it was ready; see " + log));
        }
    }

    /** Waits until the service listens and returns its port. */
    int awaitPort(Duration limit) throws IOException, InterruptedException {
        try {
            return port.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? e.toString() : cause.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(name + " was not ready within " + limit.toSeconds() + " s; see " + log, e);
        }
    }

    /** Waits for the end of a job and fails if it did not succeed. */
    void awaitSuccess(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new IOException(name + " did not end within " + limit.toSeconds() + " s; see " + log);
        }
        pump.join(1000);
        if (process.exitValue() != 0) {
            throw new IOException(name + " failed with status " + process.exitValue() + "; see " + log);
        }
    }

    /** Highest resident memory so far in bytes, 0 where the system does not tell. */
    long peakMemory() {
        return statusKilobytes("VmHWM:") * 1024;
    }

    /** Processor time used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long statusKilobytes(String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Asks the process to end, waits, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            pump.join(1000);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
