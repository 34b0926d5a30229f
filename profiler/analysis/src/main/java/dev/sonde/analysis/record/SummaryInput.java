package dev.sonde.analysis.record;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.RecordDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decodes a block of {@link SummaryOutput}; any damage shows as a runtime exception. */
public final class SummaryInput {
    private static final SummaryKind[] KINDS = SummaryKind.values();

    private final byte[] bytes;
    private final int limit;
    private int position;

    private SummaryInput(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    /**
     * Hands over every record of a block.
     *
     * @param summary reads the fields of a record of that kind, all of them
     */
    public static void read(
            long records,
            byte[] bytes,
            int length,
            Consumer<CaptureRecord> capture,
            BiConsumer<SummaryKind, SummaryInput> summary) {
        if (records == 0) {
            return;
        }
        SummaryInput input = new SummaryInput(bytes, length);
        boolean ofCapture = input.number() < SummaryKind.FIRST;
        input.position = 0;
        if (ofCapture) {
            RecordDecoder decoder = new RecordDecoder();
            decoder.reset(bytes, length);
            for (long i = 0; i < records; i++) {
                capture.accept(decoder.next());
            }
            if (!decoder.atEnd()) {
                throw new IllegalStateException("bytes behind the last record of a block");
            }
            return;
        }
        for (long i = 0; i < records; i++) {
            summary.accept(KINDS[Math.toIntExact(input.number()) - SummaryKind.FIRST], input);
        }
        if (input.position != length) {
            throw new IllegalStateException("bytes behind the last record of a block");
        }
    }

    public long number() {
        long value = 0;
        int shift = 0;
        int current;
        do {
            current = next8();
            value |= (long) (current & 0x7F) << shift;
            shift += 7;
        } while ((current & 0x80) != 0 && shift < 70);
        return (value >>> 1) ^ -(value & 1);
    }

    public int integer() {
        return Math.toIntExact(number());
    }

    public long id() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | next8();
        }
        return value;
    }

    public boolean flag() {
        return next8() != 0;
    }

    public double real() {
        return Double.longBitsToDouble(Long.reverseBytes(id()));
    }

    public String text() {
        int length = length();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private int length() {
        long length = number();
        if (length < 0 || length > limit - position) {
            throw new IllegalStateException("length " + length + " beyond the block");
        }
        return (int) length;
    }

    public List<@Nullable Integer> hashes() {
        int count = length() / 4;
        List<@Nullable Integer> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int hash = (next8() << 24) | (next8() << 16) | (next8() << 8) | next8();
            hashes.add(hash == 0 ? null : hash);
        }
        return hashes;
    }

    public <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (long count = number(); count != 0; count = number()) {
            for (long i = 0; i < count; i++) {
                items.add(item.get());
            }
        }
        return items;
    }

    public List<Long> numbers() {
        return list(this::number);
    }

    public List<Integer> integers() {
        return list(this::integer);
    }

    public List<Long> ids() {
        return list(this::id);
    }

    public List<String> texts() {
        return list(this::text);
    }

    public SortedMap<Long, Long> idCounts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        list(() -> counts.merge(id(), number(), Long::sum));
        return counts;
    }

    public SortedMap<String, Long> textCounts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        list(() -> counts.merge(text(), number(), Long::sum));
        return counts;
    }

    public SortedMap<Integer, Long> buckets() {
        List<Integer> buckets = integers();
        List<Long> counts = numbers();
        SortedMap<Integer, Long> map = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            map.put(buckets.get(i), counts.get(i));
        }
        return map;
    }

    private int next8() {
        if (position >= limit) {
            throw new IllegalStateException("the block ends within a record");
        }
        return bytes[position++] & 0xFF;
    }
}
