package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.ShippingFigures;
import dev.sonde.profiler.ship.CaptureShipper;
import dev.sonde.profiler.ship.CaptureShippers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finished files go where they are sent, sooner or later, and whatever happens there the service does not notice. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShippingTest {

    @TempDir
    private Path disk;

    private final StubDatabase database = new StubDatabase();
    private Path folder;
    private Path target;

    @BeforeEach
    void folders() throws IOException {
        folder = disk.resolve("captures");
        target = Files.createDirectory(disk.resolve("mounted"));
    }

    @AfterEach
    void end() {
        CaptureShippers.useNone();
        CaptureSessions.closeAll();
        database.close();
    }

    @Test
    void aFinishedFileIsMovedToTheFolder() throws Exception {
        execute("&sonde.ship-to=" + target, 100);

        Captured shipped = Captured.end(target);

        assertThat(shipped.counted()).isEqualTo(100);
        assertThat(names(folder)).isEmpty();
        assertThat(names(target)).hasSize(1).allMatch(name -> name.endsWith(".sonde"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        target.resolve(names(target).get(0)))))
                .isEqualTo("rw-------");
    }

    @Test
    void eachSummaryIsShippedWhenItsIntervalEnds() throws Exception {
        try (Connection connection =
                connect("&sonde.detail=summary&sonde.summary-interval=1s&sonde.ship-to=" + target.toUri())) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        execute(connection, 1);
                        return names(target).size() >= 2;
                    });
        }

        assertThat(Captured.end(target).counted()).isEqualTo(database.executions());
    }

    @Test
    void aFolderThatAppearsLaterGetsWhatWaited() throws Exception {
        Files.delete(target);
        try (Connection connection = connect("&sonde.detail=summary&sonde.ship-to=" + target)) {
            execute(connection, 10);
            flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().failures() >= 1);

            assertThat(target).doesNotExist();
            assertThat(figures().waiting()).isEqualTo(1);
            assertThat(figures().lastFailure()).isEqualTo("NotDirectoryException: " + target);

            Files.createDirectory(target);
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().shipped() == 1);
        }

        assertThat(Captured.end(target).counted()).isEqualTo(10);
    }

    @Test
    void aFullTargetGetsTheRestWhenThereIsRoomAgain() throws Exception {
        assumeTrue(canMount(), "this machine does not let us mount a disk of our own (unshare -m, root)");
        List<String> command = new ArrayList<>(List.of(
                "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=8k none '" + target + "' && exec \"$@\"", "sh"));
        command.addAll(ServiceProcess.command(
                List.of("-Xmx256m"), ShippingService.class, "full", folder.toString(), target.toString()));

        Map<String, String> said = ServiceProcess.run(command);

        assertThat(said.get("first")).startsWith("0 1 IOException: No space left");
        assertThat(said)
                .containsEntry("executed", "400")
                .containsEntry("counted", "400")
                .containsEntry("torn", "0");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aServiceThatEndsShipsWhatItHas() throws Exception {
        Map<String, String> said = ServiceProcess.run(ServiceProcess.command(
                List.of("-Xmx256m"), ShippingService.class, "ends", folder.toString(), target.toString()));

        assertThat(said).containsEntry("ended", "200");
        assertThat(names(folder)).isEmpty();
        assertThat(names(target)).hasSize(1).noneMatch(name -> name.endsWith(".part"));
        assertThat(Captured.read(target).counted()).isEqualTo(200);
    }

    /** Two that ship one file at once undo each other's copies. */
    @Test
    void aFileIsShippedByOneThreadThoughTheServiceEndsMeanwhile() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CaptureShippers.use(file -> {
            calls.incrementAndGet();
            Thread.sleep(500);
            Files.copy(file, target.resolve(file.getFileName()));
        });
        try (Connection connection = connect("&sonde.service=once")) {
            execute(connection, 10);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().equals("sonde-shipper-once")));
        }
        CaptureSessions.closeAll();

        assertThat(calls).hasValue(1);
        assertThat(names(folder)).isEmpty();
        assertThat(Captured.read(target).counted()).isEqualTo(10);
    }

    @Test
    void aServiceThatEndsWhileTheTargetHangsLeavesTheFileToALaterRun() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CaptureShippers.use(file -> uninterruptibly(released));
        execute("", 10);
        CaptureSessions.closeAll();

        assertThat(names(folder)).hasSize(1);
        assertThat(Captured.read(folder).counted()).isEqualTo(10);
        released.countDown();
    }

    @Test
    void aTargetThatHangsIsGivenUpAndTriedAgainAndTheServiceGoesOn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CaptureShippers.use(file -> {
            if (calls.incrementAndGet() == 1) {
                new CountDownLatch(1).await(); // for ever, but for the interrupt
            }
            Files.copy(file, target.resolve(file.getFileName()));
        });
        try (Connection connection = connect("&sonde.detail=summary&sonde.ship-timeout=1s")) {
            execute(connection, 10);
            flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().failures() == 1);
            execute(connection, 1000);

            assertThat(figures().lastFailure()).isEqualTo("InterruptedException: took too long");
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().shipped() == 1);
        }

        CaptureSessions.closeAll();

        assertThat(Captured.read(target).counted()).isEqualTo(1010);
    }

    @Test
    void aFileThatIsNeverTakenHoldsUpNoOther() throws Exception {
        Set<String> tried = ConcurrentHashMap.newKeySet();
        CaptureShippers.use(file -> {
            tried.add(file.getFileName().toString());
            if (file.getFileName().toString().endsWith("-1.sonde")) {
                throw new IllegalStateException("not this one");
            }
            Files.copy(file, target.resolve(file.getFileName()));
        });
        try (Connection connection = connect("&sonde.detail=summary")) {
            for (int i = 0; i < 3; i++) {
                execute(connection, 10);
                flush();
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> names(target).size() == 2);
        }
        CaptureSessions.closeAll();

        assertThat(names(folder)).hasSize(1).allMatch(name -> name.endsWith("-1.sonde"));
        assertThat(tried).hasSize(3);
        assertThat(Captured.read(folder).counted() + Captured.read(target).counted())
                .isEqualTo(30);
    }

    @Test
    void anErrorOfTheShipperIsAFailureLikeAnyOther() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CaptureShippers.use(file -> {
            if (calls.incrementAndGet() < 3) {
                throw new NoClassDefFoundError("a client of another version");
            }
            Files.copy(file, target.resolve(file.getFileName()));
        });
        try (Connection connection = connect("&sonde.detail=summary")) {
            execute(connection, 10);
            flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().shipped() == 1);

            assertThat(figures().failures()).isEqualTo(2);
        }
    }

    @Test
    void filesOfAKilledRunAreShippedByTheNextAndThoseOfARunningOneAreNot() throws Exception {
        Process service = new ProcessBuilder(
                        ServiceProcess.command(List.of("-Xmx256m"), DiskService.class, "killed", disk.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(folder)
                            && names(folder).stream()
                                    .anyMatch(name ->
                                            folder.resolve(name).toFile().length() > 100_000));
        } finally {
            service.destroyForcibly();
        }
        service.waitFor();
        Path left = folder.resolve(names(folder).get(0));
        List<Object> records = new ArrayList<>();
        CaptureReader.read(left, records::add);

        execute("&sonde.ship-to=" + target, 10);
        CaptureSessions.closeAll();
        assertThat(left).as("somebody may still write it").exists();
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        execute("&sonde.ship-to=" + target + "&sonde.version=2", 10);
        CaptureSessions.closeAll();

        assertThat(left).doesNotExist();
        List<Object> shipped = new ArrayList<>();
        CaptureReader.read(target.resolve(left.getFileName()), shipped::add);
        assertThat(shipped).isEqualTo(records).hasSizeGreaterThan(1000);
        assertThat(names(target)).hasSize(3);
    }

    @Test
    void aFileThatWasCopiedBeforeTheProcessWasKilledIsThereOnce() throws Exception {
        execute("", 10);
        CaptureSessions.closeAll();
        Path left = folder.resolve(names(folder).get(0));
        Files.copy(left, target.resolve(left.getFileName()));
        Files.writeString(target.resolve("." + left.getFileName() + ".part"), "half of it");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));

        execute("&sonde.ship-to=" + target, 10);

        assertThat(Captured.end(target).counted()).isEqualTo(20);
        assertThat(names(target)).hasSize(2).noneMatch(name -> name.endsWith(".part"));
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void whatTheFullFolderLosesIsCounted() throws Exception {
        CaptureShipper never = file -> {
            throw new IOException("not now");
        };
        CaptureShippers.use(never);
        Set<String> seen = new HashSet<>();
        try (Connection connection =
                connect("&sonde.folder-size=1MB&sonde.ring-size=1048576&sonde.flush-interval=50ms")) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        execute(connection, 500);
                        seen.addAll(names(folder));
                        return figures().deleted() >= 2;
                    });
            seen.addAll(names(folder));

            assertThat(figures().deleted())
                    .isLessThanOrEqualTo(seen.size() - names(folder).size() + 1L);
            assertThat(figures().shipped()).isZero();
        }
    }

    @Test
    void anotherShipperIsFoundAsAService() throws Exception {
        execute("&sonde.ship-to=memory:here", 10);
        CaptureSessions.closeAll();

        assertThat(MemoryShipperProvider.SHIPPED).hasSize(1);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aTargetThatNobodyKnowsIsSaidAndCostsNothing() throws Exception {
        try (Connection connection = connect("&sonde.detail=summary&sonde.ship-to=nobody://host/secret")) {
            execute(connection, 10);
            await().atMost(Duration.ofMinutes(1)).until(() -> figures().failures() > 0);

            assertThat(figures().lastFailure())
                    .isEqualTo("IllegalArgumentException: no shipper on the class path knows nobody:");
            assertThat(figures().target()).isEqualTo("nobody://host/…");
        }

        assertThat(Captured.end(folder).counted()).isEqualTo(10);
    }

    @Test
    void aTargetThatIsTheFolderOfCapturesOrNoneAtAllIsRefused() {
        assertThatThrownBy(() -> connect("&sonde.ship-to=" + folder + "/."))
                .hasMessageContaining("sonde.ship-to must be another folder than sonde.folder");
        assertThatThrownBy(() -> connect("&sonde.ship-to=captures"))
                .hasMessageContaining("sonde.ship-to must be the absolute path of a folder, or a URI");
    }

    @Test
    void aLinkToTheFolderOfCapturesDoesNotLoseThem() throws Exception {
        Files.createDirectory(folder);
        Path link = Files.createSymbolicLink(disk.resolve("link"), folder);
        execute("&sonde.ship-to=" + link, 10);

        assertThat(Captured.end(folder).counted()).isEqualTo(10);
    }

    private static void uninterruptibly(CountDownLatch released) {
        while (true) {
            try {
                released.await();
                return;
            } catch (InterruptedException ignored) {
                // as a call to a file system that hangs does
            }
        }
    }

    private static ShippingFigures figures() {
        return CaptureSessions.running().get(0).status().shipping();
    }

    private static void flush() {
        assertThat(CaptureSessions.running().get(0).flush(Duration.ofSeconds(30)))
                .isTrue();
    }

    private Connection connect(String settings) throws SQLException {
        return Captured.connect(database, folder, settings);
    }

    private void execute(String settings, int times) throws SQLException {
        try (Connection connection = connect(settings)) {
            execute(connection, times);
        }
    }

    private static void execute(Connection connection, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("select 1").close();
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private boolean canMount() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=8k", "none", disk.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }
}
