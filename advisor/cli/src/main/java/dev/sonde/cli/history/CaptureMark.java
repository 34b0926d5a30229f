package dev.sonde.cli.history;

import dev.sonde.capture.hash.ContentHash;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Tells capture files apart, wherever they were copied to: each has a sync marker of 16 random bytes. */
final class CaptureMark {

    private static final int MAX_METADATA_BYTES = 1 << 20;
    private static final int SYNC_BYTES = 16;

    private CaptureMark() {}

    /** A hash of the file's sync marker; empty if it has none. */
    static OptionalLong of(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(4);
            for (long count = number(in); count != 0; count = number(in)) {
                if (count < 0) {
                    number(in);
                    count = -count;
                }
                for (long i = 0; i < 2 * count; i++) {
                    long length = number(in);
                    if (length < 0 || length > MAX_METADATA_BYTES) {
                        return OptionalLong.empty();
                    }
                    in.skipNBytes(length);
                }
            }
            long hash = ContentHash.START;
            for (int i = 0; i < SYNC_BYTES; i++) {
                hash = ContentHash.add(hash, (long) in.readByte());
            }
            return OptionalLong.of(ContentHash.finish(hash));
        } catch (EOFException e) {
            return OptionalLong.empty();
        }
    }

    private static long number(DataInputStream in) throws IOException {
        long value = 0;
        int part;
        int shift = 0;
        do {
            part = in.readUnsignedByte();
            value |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0 && shift < 64);
        return value >>> 1 ^ -(value & 1);
    }
}
