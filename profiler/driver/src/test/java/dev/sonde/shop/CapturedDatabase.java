package dev.sonde.shop;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSessions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL for the tests of this package, and what was captured of it. Registered as an extension it ends the capture
 * after each test.
 */
final class CapturedDatabase implements AfterEachCallback {

    private static final EmbeddedPostgres SERVER = start();

    private final Supplier<Path> folder;

    /** @param folder of the captures, asked for when it is used: that of a test comes after the test's fields */
    CapturedDatabase(Supplier<Path> folder) {
        this.folder = folder;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CaptureSessions.closeAll();
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String rawUrl() {
        return SERVER.getJdbcUrl("postgres", "postgres");
    }

    static Connection raw() throws SQLException {
        return DriverManager.getConnection(rawUrl());
    }

    String url(String settings) {
        return rawUrl().replace("jdbc:", "jdbc:sonde:") + "&sonde.folder=" + folder.get() + settings;
    }

    Connection connect() throws SQLException {
        return connect("");
    }

    Connection connect(String settings) throws SQLException {
        return DriverManager.getConnection(url(settings));
    }

    /** Ends the capture and reads all of it. */
    List<CaptureRecord> records() throws IOException {
        CaptureSessions.closeAll();
        List<CaptureRecord> records = new ArrayList<>();
        for (Path file : files()) {
            CaptureReader.Outcome outcome = CaptureReader.read(file, records::add);
            if (outcome.torn()) {
                throw new IOException(file + " is torn");
            }
        }
        return records;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(file -> file.toString().endsWith(".sonde")).toList();
        }
    }

    /** Executions of the statements whose normalised text contains the words, in the order in which they began. */
    static List<Execution> executionsOf(List<CaptureRecord> records, String words) {
        List<Long> statements = all(records, Statement.class).stream()
                .filter(statement -> statement.sql().contains(words))
                .map(Statement::id)
                .toList();
        return all(records, Execution.class).stream()
                .filter(execution -> statements.contains(execution.statement()))
                .sorted((a, b) -> Long.compare(a.sequence(), b.sequence()))
                .toList();
    }

    static <T extends CaptureRecord> List<T> all(List<CaptureRecord> records, Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
