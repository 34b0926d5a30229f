package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that cannot be written never reaches the service, and what was counted is written when it can be. */
class DiskFaultsTest {

    @TempDir
    Path disk;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
    }

    @Test
    void makesAMissingFolderForItsOwnerOnly() throws Exception {
        Path folder = disk.resolve("not/yet/there");

        execute(folder, 1);

        assertThat(Captured.end(folder).counted()).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void goesOnWithAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(disk.resolve("file"), "not ours");

        execute(file.resolve("below/a/file"), 100);

        CaptureSessions.closeAll();
        assertThat(database.executions()).isEqualTo(100);
        assertThat(file).hasContent("not ours");
    }

    @Test
    void beginsAnotherFileWhenTheFolderIsDeletedUnderIt() throws Exception {
        Path folder = disk.resolve("captures");
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 10);
            await().until(() -> Files.exists(folder) && files(folder).size() == 1);
            Path deleted = files(folder).get(0);
            deleteAll(folder);

            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        execute(connection, 1);
                        return Files.exists(folder) && !files(folder).isEmpty();
                    });
            execute(connection, 10);

            assertThat(deleted).doesNotExist();
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(database.executions());
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(database.executions());
        assertThat(captured.dropped("disk")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aFullDiskCostsDetailsAndNoCounts() throws Exception {
        Map<String, String> said = run("full");

        assertComplete(said);
        assertThat(said).containsEntry("reasons", "[disk]");
    }

    @Test
    void aDiskThatFillsUpCostsDetailsAndNoCounts() throws Exception {
        Map<String, String> said = run("fills");

        assertComplete(said);
        assertThat(said.get("reasons")).contains("disk");
        assertThat(said).containsEntry("torn", "0");
        assertThat(Long.parseLong(said.get("detailed"))).isPositive();
    }

    @Test
    void aDiskThatCannotBeWrittenCostsDetailsAndNoCounts() throws Exception {
        assertComplete(run("read-only"));
    }

    @Test
    void aKilledServiceLeavesAllButItsLastBlock() throws Exception {
        Process service = new ProcessBuilder(
                        ServiceProcess.command(List.of("-Xmx256m"), DiskService.class, "killed", disk.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path folder = disk.resolve("captures");
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(folder)
                            && files(folder).stream()
                                    .anyMatch(file -> file.toFile().length() > 200_000));
        } finally {
            service.destroyForcibly();
        }
        assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();

        List<CaptureRecord> records = new ArrayList<>();
        Path file = files(folder).get(0);
        CaptureReader.Outcome outcome = CaptureReader.read(file, records::add);

        assertThat(service.exitValue()).isEqualTo(128 + 9);
        assertThat(Files.size(file) - outcome.lostBytes()).isGreaterThan(200_000 - 128 * 1024);
        assertThat(new Captured(records, 0).executions())
                .hasSizeGreaterThan(1000)
                .extracting(CaptureRecord.Execution::sequence)
                .doesNotHaveDuplicates();
    }

    private void assertComplete(Map<String, String> said) {
        long executed = Long.parseLong(said.get("executed"));
        assertThat(executed).isGreaterThanOrEqualTo(3000);
        assertThat(Long.parseLong(said.get("counted"))).isEqualTo(executed);
        assertThat(Long.parseLong(said.get("detailed")) + Long.parseLong(said.get("dropped")))
                .isEqualTo(executed);
    }

    /** Runs a service on a disk of 256 kB that no other process sees. */
    private Map<String, String> run(String scenario) throws Exception {
        assumeTrue(canMount(), "this machine does not let us mount a disk of our own (unshare -m, root)");
        List<String> command = new ArrayList<>(List.of(
                "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=256k none '" + disk + "' && exec \"$@\"", "sh"));
        command.addAll(ServiceProcess.command(List.of("-Xmx256m"), DiskService.class, scenario, disk.toString()));
        return ServiceProcess.run(command);
    }

    private boolean canMount() throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }

    private void execute(Path folder, int times) throws SQLException {
        try (Connection connection = Captured.connect(database, folder)) {
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

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
