package dev.sonde.capture.file;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Avro object container with the codec deflate, block by block, from the front or from the first sync marker behind
 * any byte, so that the parts of a large file can be read by different machines. Not threadsafe.
 */
public final class ContainerReader implements AutoCloseable {

    private static final int MAX_METADATA_BYTES = 1 << 20;
    private static final int MAX_BLOCK_BYTES = 64 << 20;
    private static final int MAX_RAW_BYTES = 256 << 20;
    private static final int SYNC_BYTES = 16;

    /**
     * What stands in front of the blocks.
     *
     * @param sync the marker behind each block, 16 bytes; another one in each file
     */
    public record Header(Map<String, String> metadata, byte[] sync) {}

    /** One inflated block: only the first {@code length} bytes count, and only until the next one is read. */
    public record Block(long records, byte[] bytes, int length) {}

    private final DataInputStream input;
    private final Inflater inflater = new Inflater(true);
    private byte[] sync = new byte[0];
    private byte[] raw = new byte[1 << 18];
    private byte[] compressed = new byte[1 << 16];
    private long position;
    private long complete;
    private boolean torn;
    private String headerProblem = "";

    /** Reads from a stream that is at the beginning of a file. The stream is not closed. */
    public ContainerReader(InputStream stream) {
        input = new DataInputStream(stream);
    }

    /**
     * Continues in the middle of a file: goes on to the first block that begins behind a sync marker.
     *
     * @param stream at a byte of the file
     * @param from which byte that is
     * @param header of the same file
     */
    public static ContainerReader behindMarker(InputStream stream, long from, Header header) throws IOException {
        ContainerReader reader = new ContainerReader(stream);
        reader.sync = header.sync();
        reader.position = from;
        reader.skipToMarker();
        reader.complete = reader.position;
        return reader;
    }

    private void skipToMarker() throws IOException {
        byte[] last = new byte[SYNC_BYTES];
        int filled = 0;
        int next;
        while ((next = input.read()) >= 0) {
            position++;
            if (filled < SYNC_BYTES) {
                last[filled++] = (byte) next;
            } else {
                System.arraycopy(last, 1, last, 0, SYNC_BYTES - 1);
                last[SYNC_BYTES - 1] = (byte) next;
            }
            if (filled == SYNC_BYTES && Arrays.equals(last, sync)) {
                return;
            }
        }
    }

    /** The header; null if this is no Avro container, or one that ends within its header. */
    public @Nullable Header readHeader() throws IOException {
        try {
            if (!Arrays.equals(input.readNBytes(4), new byte[] {'O', 'b', 'j', 1})) {
                headerProblem = "it does not start as an Avro container";
                return null;
            }
            position = 4;
            Map<String, String> metadata = new TreeMap<>();
            for (long count = readLong(); count != 0; count = readLong()) {
                if (count < 0) {
                    readLong();
                    count = -count;
                }
                for (long i = 0; i < count; i++) {
                    String key = readText();
                    metadata.put(key, readText());
                }
            }
            sync = new byte[SYNC_BYTES];
            input.readFully(sync);
            position += SYNC_BYTES;
            complete = position;
            return new Header(metadata, sync);
        } catch (EOFException e) {
            headerProblem = headerProblem.isEmpty() ? "it ends within the header" : headerProblem;
            return null;
        }
    }

    /** Why there is no header, empty if there is one. */
    public String headerProblem() {
        return headerProblem;
    }

    private String readText() throws IOException {
        long length = readLong();
        if (length < 0 || length > MAX_METADATA_BYTES) {
            headerProblem = "its header is damaged";
            throw new EOFException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        input.readFully(bytes);
        position += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The next block; null at the end, which is also where the file is torn. */
    public @Nullable Block next() throws IOException {
        try {
            int first = input.read();
            if (first < 0) {
                return null;
            }
            position++;
            long count = readLong(first);
            long length = readLong();
            if (count < 0 || length < 0 || length > MAX_BLOCK_BYTES) {
                return tear();
            }
            if (compressed.length < length) {
                compressed = new byte[(int) length];
            }
            input.readFully(compressed, 0, (int) length);
            byte[] marker = new byte[SYNC_BYTES];
            input.readFully(marker);
            position += length + SYNC_BYTES;
            int rawLength = Arrays.equals(marker, sync) ? inflate((int) length) : -1;
            if (rawLength < 0) {
                return tear();
            }
            complete = position;
            return new Block(count, raw, rawLength);
        } catch (EOFException | DataFormatException e) {
            return tear();
        }
    }

    private @Nullable Block tear() {
        torn = true;
        return null;
    }

    /** Length of the block inflated, -1 if it is damaged. */
    private int inflate(int length) throws DataFormatException {
        inflater.reset();
        inflater.setInput(compressed, 0, length);
        int rawLength = 0;
        while (!inflater.finished()) {
            if (rawLength == raw.length) {
                if (rawLength >= MAX_RAW_BYTES) { // a few bytes may inflate to thousandfold
                    return -1;
                }
                raw = Arrays.copyOf(raw, 2 * raw.length);
            }
            int inflated = inflater.inflate(raw, rawLength, raw.length - rawLength);
            if (inflated == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                return -1;
            }
            rawLength += inflated;
        }
        return rawLength;
    }

    /** Bytes of the file up to the end of the last whole block. */
    public long completeBytes() {
        return complete;
    }

    /** Whether the file ended within a block, or with one that is damaged. */
    public boolean isTorn() {
        return torn;
    }

    private long readLong() throws IOException {
        position++;
        return readLong(input.readUnsignedByte());
    }

    private long readLong(int firstByte) throws IOException {
        long value = firstByte & 0x7F;
        int current = firstByte;
        for (int shift = 7; (current & 0x80) != 0; shift += 7) {
            if (shift > 63) {
                throw new EOFException("a number longer than 64 bits");
            }
            current = input.readUnsignedByte();
            position++;
            value |= (long) (current & 0x7F) << shift;
        }
        return (value >>> 1) ^ -(value & 1);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
