package dev.sonde.analysis.record;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.AvroEncoder;
import dev.sonde.capture.file.RecordEncoder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Encodes records into blocks; a block holds records of a capture or such of a summary, never both. Not threadsafe. */
public final class SummaryOutput {
    private static final int BLOCK_BYTES = 1 << 16;

    /** Records and their encoding. */
    public record Block(long records, byte[] bytes) implements Serializable {
        /** Whether it begins with such a record. */
        public boolean isOf(SummaryKind kind) {
            return bytes.length > 0 && bytes[0] == 2 * kind.number(); // zigzag, and there are fewer kinds than 64
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final AvroEncoder block = new AvroEncoder(BLOCK_BYTES + 8192);
    private final RecordEncoder captures = new RecordEncoder(block);
    private long records;
    private boolean ofCapture;

    /** Writes a record as in a capture. */
    public void capture(CaptureRecord entry) {
        begin(true);
        captures.encode(entry);
        end();
    }

    /** Begins a record, whose fields follow in their order. */
    public SummaryOutput begin(SummaryKind kind) {
        begin(false);
        block.writeLong(kind.number());
        return this;
    }

    private void begin(boolean capture) {
        if (capture != ofCapture || block.size() >= BLOCK_BYTES) {
            close();
        }
        ofCapture = capture;
    }

    public void end() {
        records++;
    }

    private void close() {
        if (records > 0) {
            blocks.add(new Block(records, Arrays.copyOf(block.buffer(), block.size())));
            block.reset();
            records = 0;
        }
    }

    /** All blocks so far. */
    public List<Block> blocks() {
        close();
        return List.copyOf(blocks);
    }

    public SummaryOutput id(long id) {
        block.writeId(id);
        return this;
    }

    public SummaryOutput number(long number) {
        block.writeLong(number);
        return this;
    }

    public SummaryOutput flag(boolean flag) {
        block.writeBoolean(flag);
        return this;
    }

    public SummaryOutput text(String text) {
        block.writeString(text);
        return this;
    }

    public SummaryOutput real(double number) {
        block.writeId(Long.reverseBytes(Double.doubleToLongBits(number))); // Avro has the lowest byte first
        return this;
    }

    public SummaryOutput numbers(Collection<? extends Number> numbers) {
        return list(numbers, number -> block.writeLong(number.longValue()));
    }

    public SummaryOutput ids(Collection<Long> ids) {
        return list(ids, block::writeId);
    }

    public SummaryOutput texts(Collection<String> texts) {
        return list(texts, block::writeString);
    }

    public SummaryOutput hashes(List<@Nullable Integer> hashes) {
        int[] values = new int[hashes.size()];
        for (int i = 0; i < values.length; i++) {
            Integer hash = hashes.get(i);
            values[i] = hash == null ? 0 : hash;
        }
        block.writeHashes(values, values.length);
        return this;
    }

    public SummaryOutput idCounts(SortedMap<Long, Long> counts) {
        return list(counts.entrySet(), count -> id(count.getKey()).number(count.getValue()));
    }

    public SummaryOutput textCounts(SortedMap<String, Long> counts) {
        return list(counts.entrySet(), count -> text(count.getKey()).number(count.getValue()));
    }

    /** Writes buckets and their counts as two lists. */
    public SummaryOutput buckets(SortedMap<Integer, Long> buckets) {
        return numbers(buckets.keySet()).numbers(buckets.values());
    }

    public <T> SummaryOutput list(Collection<T> items, Consumer<? super T> item) {
        if (!items.isEmpty()) {
            block.writeLong(items.size());
            items.forEach(item);
        }
        block.writeLong(0);
        return this;
    }

    /** Writes as many records of one kind as a map has entries. */
    public <K, V> void each(SummaryKind kind, Map<K, V> map, BiConsumer<? super K, ? super V> fields) {
        map.forEach((key, value) -> {
            begin(kind);
            fields.accept(key, value);
            end();
        });
    }
}
