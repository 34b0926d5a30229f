package dev.sonde.shop;

import dev.sonde.profiler.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A service with 10,000 virtual threads, each with a connection and a unit of its own; for JDK 21 and later. */
final class PinningService {

    private static final int THREADS = 10_000;
    private static final int EXECUTIONS = 5;

    private PinningService() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        warmUp(folder.resolveSibling("warm-up"));
        StubDatabase database = new StubDatabase();
        Path events = folder.resolveSibling("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            run(database, folder);
            recording.stop();
            recording.dump(events);
        }
        ServiceProcess.say(database.executions(), Captured.end(folder));
        System.out.println("pinned " + pinnedByUs(events));
    }

    /**
     * Loading a class, initialising it and linking a call to the JDK's method handles pin whoever waits for it, once: no matter of
     * what the capture does. The same load meets all of it.
     */
    private static void warmUp(Path folder) throws Exception {
        run(new StubDatabase(), folder);
        Captured.end(folder);
    }

    private static void run(StubDatabase database, Path folder) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        ExecutorService threads = virtualThreads();
        try {
            for (int i = 0; i < THREADS; i++) {
                String route = "job " + i % 10;
                running.add(threads.submit(() -> {
                    serve(database, folder, route);
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void serve(StubDatabase database, Path folder, String route) throws SQLException {
        try (UnitOfWork unit = UnitOfWork.open(route);
                Connection connection = Captured.connect(database, folder);
                PreparedStatement select = connection.prepareStatement("select a from t where b = ?")) {
            for (int i = 0; i < EXECUTIONS && !unit.isClosed(); i++) {
                select.setInt(1, i);
                select.executeQuery().close();
                Thread.yield();
            }
        }
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static long pinnedByUs(Path events) throws IOException {
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(events);
        Files.delete(events);
        return pinned.stream()
                .filter(event -> event.getStackTrace() != null
                        && event.getStackTrace().getFrames().stream()
                                .map(frame -> frame.getMethod().getType().getName())
                                .filter(type -> type.startsWith("dev.sonde.profiler.")
                                        || type.startsWith("java.sql.DriverManager"))
                                .findFirst()
                                .filter(type -> type.startsWith("dev.sonde.profiler."))
                                .isPresent())
                .count();
    }
}
