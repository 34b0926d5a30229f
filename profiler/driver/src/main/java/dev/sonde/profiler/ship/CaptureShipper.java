package dev.sonde.profiler.ship;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes a finished capture file to where it is kept. Called by one daemon thread of the capture, never by the service's
 * own, one call at a time; {@code sonde.ship-timeout} later the thread is interrupted.
 */
public interface CaptureShipper {

    /**
     * Copies the file under its own name, which no other file of any service has. Returning means that the copy is complete
     * and safe: the file is then deleted here. The same file may come again, after a process was killed or a shipper failed
     * half-way, perhaps longer than the last time, and then takes the place of the earlier copy.
     *
     * @throws IOException if the file cannot be taken now; it stays and is tried again. The message is logged without
     *     what follows the host of a URL, and should hold no secret anywhere else
     */
    void ship(Path file) throws IOException, InterruptedException;
}
