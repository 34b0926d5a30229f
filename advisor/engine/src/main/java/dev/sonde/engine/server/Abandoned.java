package dev.sonde.engine.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process left behind that had no chance to clean up, such as after {@code kill -9}. */
final class Abandoned {

    /** Followed by the process id of the owner and a dash. */
    static final String PREFIX = "sonde-server-";

    private Abandoned() {}

    static void sweep(Path temporary) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                String[] parts = folder.getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .split("-");
                boolean abandoned = parts[0].matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty();
                if (abandoned && Files.isWritable(folder)) {
                    stop(folder.resolve("data").resolve("postmaster.pid"), folder);
                    Folders.delete(folder);
                }
            }
        } catch (IOException e) {
            System.getLogger(Abandoned.class.getName()).log(System.Logger.Level.DEBUG, "cannot sweep " + temporary, e);
        }
    }

    /** Ends the server only if the process of that number is one that was started on this very folder. */
    private static void stop(Path pidFile, Path folder) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle.of(pid)
                .filter(handle -> handle.info().commandLine().orElse("").contains(folder.toString()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
