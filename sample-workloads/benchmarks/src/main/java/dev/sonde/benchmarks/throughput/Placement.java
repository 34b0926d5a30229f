package dev.sonde.benchmarks.throughput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * On which processors a client thread and the server process of its connection run. Left to themselves both change places
 * every some seconds, and with one client the throughput changes fourfold with them: a client that waits on another processor
 * than its server's lets one of the two fall idle at each message, and waking it takes longer than the query.
 */
enum Placement {
    /** Both on the same: nobody waits for a processor to wake up, so a profiler takes its highest share. */
    TOGETHER("on the processor of its server process"),
    /** On two. */
    APART("on another processor than its server process"),
    /** Wherever the kernel likes: where processors cannot be chosen. */
    FREE("on any processor");

    private final String label;

    Placement(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether this machine can do it: it needs two processors, and Linux's {@code taskset}. */
    static boolean isPossible() {
        try {
            taskset("--version");
            return processors() >= 2;
        } catch (IOException e) {
            return false;
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Puts the calling thread where the client of this number belongs. */
    void placeClient(int client, String thread) throws IOException {
        place(thread, client);
    }

    /** Puts the server process of the client of this number where it belongs. */
    void placeServer(int client, long process) throws IOException {
        place(Long.toString(process), this == APART ? client + 1 : client);
    }

    private void place(String id, int number) throws IOException {
        int processors = processors();
        taskset("-cp", this == FREE ? "0-" + (processors - 1) : Integer.toString(number % processors), id);
    }

    private static void taskset(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "taskset";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
