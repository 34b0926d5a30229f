package dev.sonde.benchmarks.throughput;

import com.sun.management.OperatingSystemMXBean;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Instrumentation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A service that lives as long as the benchmark and reads when it is told to: {@code read THREADS MILLISECONDS} is
 * answered by {@code read COUNT NANOSECONDS PROCESSOR_NANOSECONDS}, {@code end} by {@code seen EXECUTIONS LOST REDUCED BYTES}.
 */
final class ReadingService {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int MAX_THREADS = 2;

    private ReadingService() {}

    public static void main(String[] arguments) throws Exception {
        Competitor competitor = Competitor.valueOf(arguments[0]);
        boolean units = Boolean.parseBoolean(arguments[1]);
        Instrumentation instrumentation = competitor.observe(arguments[2], Path.of(arguments[3]));
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < MAX_THREADS; i++) {
            readers.add(new Reader(instrumentation, units, i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(MAX_THREADS);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = input.readLine(); line != null && !line.equals("end"); line = input.readLine()) {
            String[] words = line.split(" ");
            System.out.println(read(threads, readers.subList(0, Integer.parseInt(words[1])), Long.parseLong(words[2])));
        }
        threads.shutdown();
        for (Reader reader : readers) {
            reader.close();
        }
        var seen = instrumentation.finish();
        System.out.println(
                "seen " + seen.executions() + " " + seen.detailsLost() + " " + seen.reduced() + " " + seen.bytes());
    }

    private static String read(ExecutorService threads, List<Reader> readers, long millis) throws Exception {
        long processorBefore = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        List<Future<Long>> running = new ArrayList<>();
        for (Reader reader : readers) {
            running.add(threads.submit(reader.until(start + millis * 1_000_000)));
        }
        long reads = 0;
        for (Future<Long> each : running) {
            reads += each.get();
        }
        long elapsed = System.nanoTime() - start;
        return "read " + reads + " " + elapsed + " " + (SYSTEM.getProcessCpuTime() - processorBefore);
    }
}
