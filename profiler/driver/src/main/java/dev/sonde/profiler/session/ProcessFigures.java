package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.ProcessSample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What this process needs at the moment. Reads files and asks the Java machine, so for the writer thread only. */
final class ProcessFigures {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessFigures() {}

    static ProcessSample sample(long session, long atMicros) {
        Runtime runtime = Runtime.getRuntime();
        long committed = runtime.totalMemory();
        return new ProcessSample(
                session,
                atMicros,
                committed - runtime.freeMemory(),
                committed,
                runtime.maxMemory(),
                orZero(() -> ManagementFactory.getMemoryMXBean()
                        .getNonHeapMemoryUsage()
                        .getUsed()),
                residentBytes(),
                orZero(() -> ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()),
                (int) orZero(() -> ManagementFactory.getThreadMXBean().getThreadCount()));
    }

    /** Without the module java.management, or the right to ask, a figure is not known. */
    private static long orZero(LongSupplier figure) {
        try {
            return figure.getAsLong();
        } catch (RuntimeException | LinkageError e) {
            return 0;
        }
    }

    /** In kB, so that the size of a page does not have to be known. */
    private static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
