package dev.sonde.analysis.reduction;

import dev.sonde.capture.file.ContainerReader.Header;
import dev.sonde.capture.hash.ContentHash;

/** Tells capture files apart, wherever they were copied to: each has 16 random bytes of its own. */
public final class CaptureId {

    private CaptureId() {}

    /** A hash of the file's sync marker. */
    public static long of(Header header) {
        long hash = ContentHash.START;
        for (byte part : header.sync()) {
            hash = ContentHash.add(hash, part);
        }
        return ContentHash.finish(hash);
    }
}
