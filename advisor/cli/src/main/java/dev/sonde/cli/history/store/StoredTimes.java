package dev.sonde.cli.history.store;

import dev.sonde.analysis.summary.Latencies;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a sketch: a 1 for this format, then of each bucket in order the difference of its index to the one before and
 * its count, as varints, the difference zigzag. Two to four bytes a bucket.
 */
final class StoredTimes {

    private static final int FORMAT = 1;

    private StoredTimes() {}

    static byte[] bytes(Latencies times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT);
        int before = 0;
        for (Map.Entry<Integer, Long> bucket : times.buckets().entrySet()) {
            long difference = (long) bucket.getKey() - before;
            write(out, (difference << 1) ^ (difference >> 63));
            write(out, bucket.getValue());
            before = bucket.getKey();
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException if they are of another format
     */
    static Latencies times(byte[] bytes) {
        Reader in = new Reader(bytes);
        if (in.next() != FORMAT) {
            throw new IllegalArgumentException("a sketch of a format that this version does not know");
        }
        TreeMap<Integer, Long> counts = new TreeMap<>();
        long index = 0;
        while (in.position < bytes.length) {
            long coded = in.number();
            index += (coded >>> 1) ^ -(coded & 1);
            counts.merge((int) index, in.number(), Long::sum);
        }
        return Latencies.of(counts);
    }

    private static final class Reader {
        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int next() {
            if (position == bytes.length) {
                throw new IllegalArgumentException("a sketch that ends in the middle");
            }
            return bytes[position++];
        }

        long number() {
            long value = 0;
            int part;
            int shift = 0;
            do {
                part = next();
                value |= (long) (part & 0x7F) << shift;
                shift += 7;
            } while ((part & 0x80) != 0);
            return value;
        }
    }
}
