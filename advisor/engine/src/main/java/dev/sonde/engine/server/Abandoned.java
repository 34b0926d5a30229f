package dev.sonde.engine.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process left behind that had no chance to clean up, and whose watchdog had none either, such as after the
 * machine went down.
 */
final class Abandoned {

    /** Followed by the process id of the owner and a dash. */
    static final String SERVER = "sonde-server-";

    private static final String PARTIAL = "partial-";

    private Abandoned() {}

    /** A new folder for a server. */
    static Path server(Path parent) throws IOException {
        return make(parent, SERVER);
    }

    /** A new folder for what is not finished yet. */
    static Path partial(Path parent) throws IOException {
        return make(parent, PARTIAL);
    }

    private static Path make(Path parent, String prefix) throws IOException {
        return Files.createTempDirectory(
                parent, prefix + ProcessHandle.current().pid() + "-");
    }

    static void sweep(Path temporary) {
        sweep(temporary, SERVER);
        if (Files.isDirectory(CacheFolder.path())) {
            sweep(CacheFolder.path(), PARTIAL);
        }
    }

    private static void sweep(Path parent, String prefix) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path folder : folders) {
                String owner = folder.getFileName()
                        .toString()
                        .substring(prefix.length())
                        .split("-")[0];
                boolean abandoned = owner.matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(owner)).isEmpty();
                if (abandoned && Files.isWritable(folder)) {
                    stop(folder.resolve("data").resolve("postmaster.pid"), folder);
                    Folders.delete(folder);
                }
            }
        } catch (IOException e) {
            System.getLogger(Abandoned.class.getName()).log(System.Logger.Level.DEBUG, "cannot sweep " + parent, e);
        }
    }

    /** Ends the server only if the process of that number is one that was started on this very folder. */
    private static void stop(Path pidFile, Path folder) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readAllLines(pidFile).get(0).strip();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        if (server == null || !server.info().commandLine().orElse("").contains(folder.toString())) {
            return;
        }
        try {
            // An immediate shutdown, unlike a kill, frees the shared memory.
            new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
            for (int i = 0; i < 50 && server.isAlive(); i++) {
                Thread.sleep(100);
            }
            server.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
