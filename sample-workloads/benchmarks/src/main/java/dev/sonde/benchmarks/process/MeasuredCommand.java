package dev.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that has run to its end.
 *
 * @param seconds from start to end
 * @param processorSeconds of it and of what it started
 * @param peakBytes resident memory of all its processes together, looked at every 50 ms
 */
public record MeasuredCommand(double seconds, double processorSeconds, long peakBytes) {
    private static final Pattern TIMES = Pattern.compile("measured ([0-9.]+) ([0-9.]+) ([0-9.]+)");
    private static final long LOOK_MILLIS = 50;
    private static final long PAGE = 4_096;

    /** Runs a command; its output is of use only if it fails. */
    public static MeasuredCommand run(List<String> command, Duration patience) throws IOException {
        Path output = Files.createTempFile("sonde-measured", ".txt");
        Process process = null;
        try {
            List<String> timed = new ArrayList<>(
                    List.of("bash", "-c", "TIMEFORMAT='measured %R %U %S'; time \"$@\" 2>&1", "measured"));
            timed.addAll(command);
            process = new ProcessBuilder(timed)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            long peak = watch(process, patience);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Matcher times = TIMES.matcher(text);
            if (process.exitValue() != 0 || !times.find()) {
                throw new IOException(command.get(0) + " failed with status " + process.exitValue() + ":\n" + text);
            }
            return new MeasuredCommand(
                    Double.parseDouble(times.group(1)),
                    Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(3)),
                    peak);
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            Files.deleteIfExists(output);
        }
    }

    private static long watch(Process process, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        long peak = 0;
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("no end within " + patience.toSeconds() + " s");
                }
                long now = 0;
                try (Stream<ProcessHandle> started = process.descendants()) {
                    for (ProcessHandle each : started.toList()) {
                        now += resident(each.pid());
                    }
                }
                peak = Math.max(peak, now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return peak;
    }

    private static long resident(long pid) throws IOException {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc", Long.toString(pid), "statm"))
                            .split(" ", -1)[1])
                    * PAGE;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
