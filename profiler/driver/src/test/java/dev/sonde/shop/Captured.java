package dev.sonde.shop;

import static org.awaitility.Awaitility.await;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was captured into a folder, and the promise that holds under every fault: each execution is counted once, and
 * its details are in the file or in a record of drops.
 */
record Captured(List<CaptureRecord> records, int tornFiles) {

    /** Ends the capture and reads all of it. */
    static Captured end(Path folder) throws IOException {
        endAll();
        return read(folder);
    }

    /** Ends the capture and reads all but the statements' texts, which a small heap may not hold all at once. */
    static Captured endWithoutTexts(Path folder) throws IOException {
        endAll();
        return read(folder, entry -> !(entry instanceof CaptureRecord.Statement));
    }

    private static void endAll() {
        CaptureSessions.closeAll();
        // which waits 2 s at most, and a machine may be slow
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sonde-writer-")));
    }

    static Captured read(Path folder) throws IOException {
        return read(folder, entry -> true);
    }

    private static Captured read(Path folder, Predicate<CaptureRecord> kept) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        int torn = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sonde"))
                    .sorted()
                    .toList()) {
                Consumer<CaptureRecord> keep = entry -> {
                    if (kept.test(entry)) {
                        records.add(entry);
                    }
                };
                torn += CaptureReader.read(file, keep).torn() ? 1 : 0;
            }
        }
        return new Captured(records, torn);
    }

    static Connection connect(StubDatabase database, Path folder) throws SQLException {
        return connect(database, folder, "");
    }

    static Connection connect(StubDatabase database, Path folder, String settings) throws SQLException {
        return DriverManager.getConnection(url(database, folder, settings));
    }

    static String url(StubDatabase database, Path folder, String settings) {
        return database.url().replace("jdbc:", "jdbc:sonde:") + "?sonde.folder=" + folder + settings;
    }

    <T extends CaptureRecord> List<T> all(Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Aggregate> aggregates() {
        return all(Aggregate.class);
    }

    List<Execution> executions() {
        return all(Execution.class);
    }

    List<Drops> drops() {
        return all(Drops.class);
    }

    long counted() {
        return aggregates().stream().mapToLong(Aggregate::count).sum();
    }

    long detailed() {
        return executions().size();
    }

    long dropped() {
        return drops().stream().mapToLong(Drops::executions).sum();
    }

    long dropped(String reason) {
        return drops().stream()
                .filter(drops -> drops.reason().equals(reason))
                .mapToLong(Drops::executions)
                .sum();
    }
}
