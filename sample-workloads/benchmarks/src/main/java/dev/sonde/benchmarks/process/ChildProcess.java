package dev.sonde.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that is spoken with line by line. It does not outlive this one. */
public final class ChildProcess implements AutoCloseable {
    /** What the launcher {@code sonde} gives to Java on large captures, but for the collector and a bound on memory. */
    public static final List<String> FOR_LARGE_CAPTURES =
            List.of("-XX:+UseParallelGC", "-XX:TieredStopAtLevel=4", "-XX:FreqInlineSize=120", "-XX:MaxInlineLevel=9");

    private static final int REMEMBERED_LINES = 40;
    private static final String END_OF_OUTPUT = "\0";

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread onExit;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.onExit = new Thread(process::destroyForcibly, "end-" + name);
        Runtime.getRuntime().addShutdownHook(onExit);
        Thread reader = new Thread(this::read, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts any command. */
    public static ChildProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start());
    }

    /** Starts a main class of this class path in a Java virtual machine of its own. */
    public static ChildProcess java(String name, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(name, command, Map.of());
    }

    /** The {@code java} command that runs this process. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("its output cannot be read: " + e);
        } finally {
            lines.add(END_OF_OUTPUT);
        }
    }

    /** Writes a line to the process. */
    public void tell(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
    }

    /** Waits for a line that the pattern is found in; lines before it are passed over. */
    public Matcher await(Pattern pattern, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Matcher matcher = pattern.matcher(nextLine(pattern, deadline - System.nanoTime()));
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    private String nextLine(Pattern expected, long nanos) throws IOException {
        String line;
        try {
            line = lines.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
        if (line == null || line.equals(END_OF_OUTPUT)) {
            throw new IOException(name + (line == null ? " was silent for too long" : " ended") + " before it printed "
                    + expected + "; its last lines:\n" + String.join("\n", lastLines));
        }
        lastLines.addLast(line);
        if (lastLines.size() > REMEMBERED_LINES) {
            lastLines.removeFirst();
        }
        return line;
    }

    /** Waits for the end of the process and fails if it did not succeed. */
    public void awaitSuccess(Duration limit) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " did not end within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + " failed with status " + process.exitValue() + ":\n"
                    + String.join("\n", new ArrayList<>(lines)).replace(END_OF_OUTPUT, ""));
        }
    }

    /** Asks the process to end, waits, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException shuttingDown) {
            // the hook is running already, or will find nothing to end
        }
    }
}
