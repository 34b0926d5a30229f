package dev.sonde.shop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A service in a process and a mount namespace of its own, whose disk is full, fills up, cannot be written, or which is
 * killed. Says on its output what was executed and what the capture holds.
 */
final class DiskService {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path disk;
    private final Path folder;
    private final StubDatabase database = new StubDatabase();
    private final CountDownLatch diskFailed = new CountDownLatch(1);
    private final Random random = new Random(42);

    private DiskService(Path disk) {
        this.disk = disk;
        this.folder = disk.resolve("captures");
    }

    public static void main(String[] arguments) throws Exception {
        DiskService service = new DiskService(Path.of(arguments[1]));
        Logger log = Logger.getLogger("dev.sonde.profiler");
        log.addHandler(service.new Watch());
        switch (arguments[0]) {
            case "full" -> service.isFullAndThenIsNot();
            case "fills" -> service.fillsUp();
            case "read-only" -> service.isReadOnlyAndThenIsNot();
            case "killed" -> service.runForEver();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        ServiceProcess.say(service.database.executions(), Captured.end(service.folder));
    }

    private void isFullAndThenIsNot() throws Exception {
        Path ballast = fill(Long.MAX_VALUE);
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 3000);
            awaitFailure();
            if (captures() > 0) {
                throw new IllegalStateException("files that hold nothing were left on the full disk");
            }
            Files.delete(ballast);
            long start = System.nanoTime();
            while (captures() == 0) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("writing was not tried again");
                }
                execute(connection, 1);
                Thread.sleep(20);
            }
            execute(connection, 500);
        }
    }

    private void fillsUp() throws Exception {
        Path ballast = fill(64 << 10);
        try (Connection connection = Captured.connect(database, folder)) {
            while (diskFailed.getCount() > 0) {
                execute(connection, 1000);
            }
            Files.delete(ballast);
        }
    }

    private void isReadOnlyAndThenIsNot() throws Exception {
        mount("remount,ro");
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 3000);
            awaitFailure();
            mount("remount,rw");
        }
    }

    private void runForEver() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            while (true) {
                execute(connection, 1000);
            }
        }
    }

    private void execute(Connection connection, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (PreparedStatement select = connection.prepareStatement("select a from t where b = ?")) {
                select.setLong(1, random.nextLong());
                select.executeQuery().close();
            }
        }
    }

    private void awaitFailure() throws InterruptedException {
        if (!diskFailed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the disk should have failed");
        }
    }

    private Path fill(long bytes) throws IOException {
        Path ballast = disk.resolve("ballast");
        long left = bytes;
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (left > 0) {
                out.write(new byte[4096]);
                left -= 4096;
            }
        } catch (IOException full) {
            // as wanted
        }
        return ballast;
    }

    private long captures() throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private void mount(String options) throws Exception {
        Process mount = new ProcessBuilder(List.of("mount", "-o", options, disk.toString()))
                .inheritIO()
                .start();
        if (mount.waitFor() != 0) {
            throw new IllegalStateException("mount " + options);
        }
    }

    private final class Watch extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith("captures cannot be written")) {
                diskFailed.countDown();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
