package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads capture files block by block. A tail that a killed or full-disk writer left behind is passed over and reported,
 * since every block before it is complete.
 */
public final class CaptureReader {

    private static final int MAX_METADATA_BYTES = 1 << 20;
    private static final int MAX_BLOCK_BYTES = 64 << 20;
    private static final int MAX_RAW_BYTES = 256 << 20;

    /**
     * What a file held.
     *
     * @param records complete records handed over
     * @param lostBytes bytes of a torn tail, 0 if the file is whole
     */
    public record Outcome(long records, long lostBytes) {
        /** Whether the file ended in the middle of a block. */
        public boolean torn() {
            return lostBytes > 0;
        }
    }

    private final Path file;
    private final long fileSize;
    private final CountingStream counter;
    private final DataInputStream input;
    private final byte[] sync = new byte[16];

    private CaptureReader(Path file, InputStream stream, long fileSize) {
        this.file = file;
        this.fileSize = fileSize;
        this.counter = new CountingStream(new BufferedInputStream(stream, 1 << 16));
        this.input = new DataInputStream(counter);
    }

    /**
     * Hands every record of the file to the consumer, in the order of the file.
     *
     * @throws CaptureFormatException if the file is no capture or of a format this version does not know
     */
    public static Outcome read(Path file, Consumer<CaptureRecord> consumer) throws IOException {
        return read(file, consumer, bytes -> {});
    }

    /**
     * The same, and tells how it goes.
     *
     * @param done gets the number of bytes of each block that has been read
     */
    public static Outcome read(Path file, Consumer<CaptureRecord> consumer, LongConsumer done) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            CaptureReader reader = new CaptureReader(file, stream, Files.size(file));
            reader.readHeader();
            return reader.readBlocks(consumer, done);
        }
    }

    private void readHeader() throws IOException {
        try {
            byte[] magic = input.readNBytes(4);
            if (!Arrays.equals(magic, new byte[] {'O', 'b', 'j', 1})) {
                throw notACapture("it does not start as an Avro container");
            }
            Map<String, String> metadata = readMetadata();
            String version = metadata.get(CaptureSchema.FORMAT_KEY);
            if (version == null) {
                throw notACapture("it is an Avro file, but not one of Sonde's");
            }
            if (!version.equals(Integer.toString(CaptureSchema.FORMAT_VERSION))) {
                throw new CaptureFormatException(file + ": capture format " + printable(version)
                        + ", but this version reads format " + CaptureSchema.FORMAT_VERSION
                        + " only: use the sonde command of the profiler's version");
            }
            if (!CaptureSchema.JSON.equals(metadata.get("avro.schema"))
                    || !"deflate".equals(metadata.get("avro.codec"))) {
                throw notACapture("its schema or codec is not that of format " + version
                        + "; it may have been rewritten by another tool");
            }
            input.readFully(sync);
        } catch (EOFException e) {
            throw notACapture("it ends within the header");
        }
    }

    private Map<String, String> readMetadata() throws IOException {
        Map<String, String> metadata = new HashMap<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            if (count < 0) {
                readLong();
                count = -count;
            }
            for (long i = 0; i < count; i++) {
                String key = readHeaderString();
                metadata.put(key, readHeaderString());
            }
        }
        return metadata;
    }

    private String readHeaderString() throws IOException {
        long length = readLong();
        if (length < 0 || length > MAX_METADATA_BYTES) {
            throw notACapture("its header is damaged");
        }
        byte[] bytes = new byte[(int) length];
        input.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Outcome readBlocks(Consumer<CaptureRecord> consumer, LongConsumer done) throws IOException {
        Inflater inflater = new Inflater(true);
        byte[] raw = new byte[1 << 18];
        byte[] compressed = new byte[1 << 16];
        byte[] marker = new byte[16];
        RecordDecoder decoder = new RecordDecoder();
        long records = 0;
        try {
            while (true) {
                long blockStart = counter.position;
                long count;
                int rawLength;
                try {
                    int first = input.read();
                    if (first < 0) {
                        return new Outcome(records, 0);
                    }
                    count = readLong(first);
                    long length = readLong();
                    if (count < 0 || length < 0 || length > MAX_BLOCK_BYTES) {
                        return new Outcome(records, fileSize - blockStart);
                    }
                    if (compressed.length < length) {
                        compressed = new byte[(int) length];
                    }
                    input.readFully(compressed, 0, (int) length);
                    input.readFully(marker);
                    if (!Arrays.equals(marker, sync)) {
                        return new Outcome(records, fileSize - blockStart);
                    }
                    inflater.reset();
                    inflater.setInput(compressed, 0, (int) length);
                    rawLength = 0;
                    while (!inflater.finished()) {
                        if (rawLength == raw.length) {
                            if (rawLength >= MAX_RAW_BYTES) { // a few bytes may inflate to thousandfold
                                return new Outcome(records, fileSize - blockStart);
                            }
                            raw = Arrays.copyOf(raw, 2 * raw.length);
                        }
                        int inflated = inflater.inflate(raw, rawLength, raw.length - rawLength);
                        if (inflated == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                            return new Outcome(records, fileSize - blockStart);
                        }
                        rawLength += inflated;
                    }
                } catch (EOFException | DataFormatException e) {
                    return new Outcome(records, Math.max(1, fileSize - blockStart));
                }
                decoder.reset(raw, rawLength);
                for (long i = 0; i < count; i++) {
                    CaptureRecord entry;
                    try {
                        entry = decoder.next();
                    } catch (RuntimeException damaged) {
                        return new Outcome(records, fileSize - blockStart);
                    }
                    consumer.accept(entry);
                    records++;
                }
                if (!decoder.atEnd()) {
                    return new Outcome(records, fileSize - blockStart);
                }
                done.accept(counter.position - blockStart);
            }
        } finally {
            inflater.end();
        }
    }

    private long readLong() throws IOException {
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
            value |= (long) (current & 0x7F) << shift;
        }
        return (value >>> 1) ^ -(value & 1);
    }

    private CaptureFormatException notACapture(String reason) {
        return new CaptureFormatException(file + ": not a Sonde capture: " + reason);
    }

    private static String printable(String text) {
        return text.length() > 20 ? "of a later version" : text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static final class CountingStream extends FilterInputStream {
        private long position;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                position++;
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                position += count;
            }
            return count;
        }
    }
}
