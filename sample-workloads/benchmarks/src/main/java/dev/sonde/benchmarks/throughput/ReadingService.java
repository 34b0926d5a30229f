package dev.sonde.benchmarks.throughput;

import com.sun.management.OperatingSystemMXBean;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Instrumentation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A service that reads when it is told to: {@code read THREADS MILLISECONDS} is answered by {@code read COUNT NANOSECONDS
 * PROCESSOR_NANOSECONDS}, {@code place PLACEMENT} by {@code placed}, {@code end} by {@code seen EXECUTIONS LOST REDUCED
 * BYTES}.
 */
final class ReadingService {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int MAX_THREADS = 2;

    /** A reader, its thread, which is always the same, and the server's process. */
    private record Client(Reader reader, ExecutorService thread, long server) {

        static Client of(Reader reader) throws SQLException {
            return new Client(reader, Executors.newSingleThreadExecutor(), reader.serverProcess());
        }

        void place(int number, Placement placement) throws Exception {
            placement.placeServer(number, server);
            thread.submit(() -> {
                        String own = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                                .getFileName()
                                .toString();
                        placement.placeClient(number, own);
                        return own;
                    })
                    .get();
        }

        void close() throws SQLException {
            thread.shutdown();
            reader.close();
        }
    }

    private ReadingService() {}

    public static void main(String[] arguments) throws Exception {
        Competitor competitor = Competitor.valueOf(arguments[0]);
        boolean units = Boolean.parseBoolean(arguments[1]);
        Instrumentation instrumentation = competitor.observe(arguments[2], Path.of(arguments[3]));
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < MAX_THREADS; i++) {
            clients.add(Client.of(new Reader(instrumentation, units, i)));
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = input.readLine(); line != null && !line.equals("end"); line = input.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("place")) {
                for (int i = 0; i < MAX_THREADS; i++) {
                    clients.get(i).place(i, Placement.valueOf(words[1]));
                }
                System.out.println("placed");
            } else {
                System.out.println(read(clients.subList(0, Integer.parseInt(words[1])), Long.parseLong(words[2])));
            }
        }
        for (Client client : clients) {
            client.close();
        }
        var seen = instrumentation.finish();
        System.out.println(
                "seen " + seen.executions() + " " + seen.detailsLost() + " " + seen.reduced() + " " + seen.bytes());
    }

    private static String read(List<Client> clients, long millis) throws Exception {
        long processorBefore = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        List<Future<Long>> running = new ArrayList<>();
        for (Client client : clients) {
            running.add(client.thread().submit(client.reader().until(start + millis * 1_000_000)));
        }
        long reads = 0;
        for (Future<Long> each : running) {
            reads += each.get();
        }
        long elapsed = System.nanoTime() - start;
        return "read " + reads + " " + elapsed + " " + (SYSTEM.getProcessCpuTime() - processorBefore);
    }
}
