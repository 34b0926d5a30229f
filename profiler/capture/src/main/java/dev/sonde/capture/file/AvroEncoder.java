package dev.sonde.capture.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Avro's binary encoding into a growing buffer; only the types that {@link CaptureSchema} uses. */
public final class AvroEncoder {

    private byte[] buffer;
    private int size;

    public AvroEncoder(int capacity) {
        buffer = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public byte[] buffer() {
        return buffer;
    }

    public void reset() {
        size = 0;
    }

    /** Forgets what was written after the first bytes. */
    public void truncate(int length) {
        size = length;
    }

    public void writeLong(long value) {
        ensure(10);
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            buffer[size++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        buffer[size++] = (byte) zigzag;
    }

    public void writeId(long id) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (id >>> shift);
        }
    }

    public void writeBoolean(boolean value) {
        ensure(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    public void writeString(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writeBytes(bytes, bytes.length);
    }

    public void writeBytes(byte[] bytes, int length) {
        writeLong(length);
        writeRaw(bytes, length);
    }

    public void writeRaw(byte[] bytes, int length) {
        ensure(length);
        System.arraycopy(bytes, 0, buffer, size, length);
        size += length;
    }

    /** Bind hashes as one {@code bytes} value, four bytes each. */
    public void writeHashes(int[] hashes, int count) {
        writeLong(4L * count);
        ensure(4 * count);
        for (int i = 0; i < count; i++) {
            int hash = hashes[i];
            buffer[size++] = (byte) (hash >>> 24);
            buffer[size++] = (byte) (hash >>> 16);
            buffer[size++] = (byte) (hash >>> 8);
            buffer[size++] = (byte) hash;
        }
    }

    public void writeNumbers(List<? extends Number> values) {
        if (!values.isEmpty()) {
            writeLong(values.size());
            for (Number value : values) {
                writeLong(value.longValue());
            }
        }
        writeLong(0);
    }

    public void writeStrings(List<String> values) {
        if (!values.isEmpty()) {
            writeLong(values.size());
            values.forEach(this::writeString);
        }
        writeLong(0);
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
