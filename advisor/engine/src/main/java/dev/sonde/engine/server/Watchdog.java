package dev.sonde.engine.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A shell that outlives this process and notices its end, whatever the cause: the pipe that it reads from closes. It then
 * ends the server at once, which also frees its shared memory, and removes the folder.
 */
final class Watchdog {

    // The folder's name is compared so that a process that took over the number is left alone.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cd /
            read -r line && exit 0
            if read -r pid < "$1/data/postmaster.pid" 2>/dev/null && tr '\\0' ' ' < "/proc/$pid/cmdline" | grep -qF "$1"; then
              kill -QUIT "$pid"
              tries=0
              while kill -0 "$pid" && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
              kill -KILL "$pid"
            fi
            rm -rf -- "$1"
            """;

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    static Watchdog over(Path folder) throws IOException {
        return new Watchdog(new ProcessBuilder("sh", "-c", SCRIPT, "sonde-watchdog", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The server is gone and the folder with it. */
    void dismiss() {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            process.destroyForcibly(); // it ended before us, or will find nothing to do
        }
    }
}
