package dev.sonde.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a server whose process ended in any way: nothing. */
class LeftBehindTest {

    private static final int SECONDS = 60;

    /** What a test kills: starts a server, tells where and waits. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            ThrowawayServer server = ThrowawayServer.start(
                    List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"));
            System.out.println(server.dataDirectory());
            if (args.length > 0) {
                System.in.read(); // until the test has looked
                throw new IllegalStateException("as a bug would");
            }
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "INT", "TERM"})
    void nothingIsLeftAfterASignal(String signal) throws Exception {
        Process child = child();
        try {
            Path data = dataDirectory(child);
            Left left = Left.of(data);

            new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                    .start()
                    .waitFor();

            assertThat(child.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            left.awaitGone();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void nothingIsLeftAfterAnException() throws Exception {
        Process child = child("fail");
        try {
            Left left = Left.of(dataDirectory(child));

            child.getOutputStream().close();

            assertThat(child.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(1);
            left.awaitGone();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void theNextStartRemovesWhatNobodyCould() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path folder = Files.createDirectory(temporary.resolve(Abandoned.SERVER + ended.pid() + "-1"));
        Files.createFile(folder.resolve("file"));
        Path mine = Abandoned.server(temporary);

        Abandoned.sweep(temporary);

        assertThat(folder).doesNotExist();
        assertThat(mine).exists();
        Files.delete(mine);
    }

    /** Server process and folder of a data directory, as long as it ran. */
    private record Left(Path folder, List<ProcessHandle> processes) {

        static Left of(Path data) throws IOException {
            long server = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle handle = ProcessHandle.of(server).orElseThrow();
            return new Left(
                    data.resolve("..").normalize(),
                    Stream.concat(Stream.of(handle), handle.descendants()).toList());
        }

        void awaitGone() throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while ((Files.exists(folder) || processes.stream().anyMatch(ProcessHandle::isAlive))
                    && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(folder).doesNotExist();
            assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
    }

    private static Process child(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path dataDirectory(Process child) throws IOException {
        BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line).isNotNull();
        return Path.of(line);
    }
}
