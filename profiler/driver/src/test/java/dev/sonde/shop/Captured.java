package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was captured into a folder, and the promise that holds under every fault: each execution is counted once, and
 * its details are in the file or in a record of drops.
 */
record Captured(List<CaptureRecord> records, int tornFiles) {

    /** Ends the capture and reads all of it. */
    static Captured end(Path folder) throws IOException {
        CaptureSessions.closeAll();
        return read(folder);
    }

    static Captured read(Path folder) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        int torn = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sonde"))
                    .sorted()
                    .toList()) {
                torn += CaptureReader.read(file, records::add).torn() ? 1 : 0;
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

    List<Aggregate> aggregates() {
        return all(records, Aggregate.class);
    }

    List<Execution> executions() {
        return all(records, Execution.class);
    }

    List<Drops> drops() {
        return all(records, Drops.class);
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
