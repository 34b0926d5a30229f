package dev.sonde.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Instrumentation;
import dev.sonde.benchmarks.stub.StubDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A service with two profiled databases, one with the governor and one without, under steady load, that prints its state at an interval: {@code state SECONDS HEAP THREADS FILES
 * FOLDER EXECUTIONS CONNECTIONS}.
 */
final class SoakedService {

    /** After which the clock starts: the classes are loaded then. */
    private static final int FIRST_EXECUTIONS = 1_000;

    private SoakedService() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long samples = Long.parseLong(arguments[1]);
        long intervalMillis = Long.parseLong(arguments[2]);
        StubDriver.register();
        List<Instrumentation> instrumentations = new ArrayList<>();
        AtomicLong executions = new AtomicLong();
        AtomicLong connections = new AtomicLong();
        List<SteadyLoad> loads = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Competitor competitor : List.of(Competitor.SONDE, Competitor.SONDE_UNLIMITED)) {
            Path own = Files.createDirectory(folder.resolve(competitor.name()));
            Instrumentation instrumentation = competitor.observe(StubDriver.URL, own);
            instrumentations.add(instrumentation);
            SteadyLoad load = new SteadyLoad(instrumentation, executions, connections);
            loads.add(load);
            Thread thread = new Thread(load, "client of " + competitor.label());
            threads.add(thread);
            thread.start();
        }
        while (executions.get() < FIRST_EXECUTIONS) {
            Thread.sleep(10);
        }
        long start = System.nanoTime();
        for (long sample = 1; sample <= samples; sample++) {
            Thread.sleep(Math.max(0, sample * intervalMillis - (System.nanoTime() - start) / 1_000_000));
            System.out.println(state(folder, start) + " " + executions.get() + " " + connections.get());
        }
        loads.forEach(SteadyLoad::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        instrumentations.forEach(Instrumentation::finish);
        System.out.println("end");
    }

    private static String state(Path folder, long start) throws IOException {
        System.gc();
        System.gc();
        return "state " + (System.nanoTime() - start) / 1_000_000_000 + " "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " "
                + ManagementFactory.getThreadMXBean().getThreadCount() + " " + openFiles() + " " + sizeOfAll(folder);
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(SoakedService::sizeOf).sum();
        }
    }

    private static long sizeOfAll(Path folder) throws IOException {
        return size(folder.resolve(Competitor.SONDE.name())) + size(folder.resolve(Competitor.SONDE_UNLIMITED.name()));
    }

    /** Nothing for a file that the profiler deleted in this moment. */
    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException deleted) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
