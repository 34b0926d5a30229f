package dev.sonde.capture.file;

import dev.sonde.capture.BindHashes;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.capture.hash.ValueHasher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the records of one inflated block; any damage shows as a runtime exception. */
public final class RecordDecoder {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Names that are remembered, a power of two. */
    private static final int NAMES = 512;

    private static final class Name {
        private final byte[] bytes;
        private final String text;

        Name(byte[] bytes) {
            this.bytes = bytes;
            text = new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final boolean format1;
    private final @Nullable Name[] names = new @Nullable Name[NAMES];
    private byte[] buffer = new byte[0];
    private int position;
    private int limit;

    /** Of records as they are written now. */
    public RecordDecoder() {
        this(false);
    }

    private RecordDecoder(boolean format1) {
        this.format1 = format1;
    }

    /** Of the records of a capture file with this header. */
    public static RecordDecoder of(ContainerReader.Header header) {
        return new RecordDecoder("1".equals(header.metadata().get(CaptureSchema.FORMAT_KEY)));
    }

    /** Begins with the first record of these bytes. */
    public void reset(byte[] bytes, int length) {
        buffer = bytes;
        position = 0;
        limit = length;
    }

    /** Whether the block holds no more than what was read. */
    public boolean atEnd() {
        return position == limit;
    }

    /** The next record. */
    public CaptureRecord next() {
        int kind = readInt();
        long session = readId();
        return kind == CaptureSchema.EXECUTION ? execution(session) : other(kind, session);
    }

    // Each kind apart, since nearly all records are executions, and all of this in one would be compiled anew for each
    // kind
    // that comes late
    private CaptureRecord other(int kind, long session) {
        return switch (kind) {
            case CaptureSchema.SESSION -> session(session);
            case CaptureSchema.STATEMENT -> statement(session);
            case CaptureSchema.CALL_SITE -> new CallSite(session, readId(), readStrings(), readStrings());
            case CaptureSchema.UNIT -> unit(session);
            case CaptureSchema.AGGREGATE -> aggregate(session);
            case CaptureSchema.POOL_SAMPLE -> poolSample(session);
            case CaptureSchema.DROPS -> new Drops(session, readLong(), readLong(), readString(), readLong());
            case CaptureSchema.LEASE -> lease(session);
            case CaptureSchema.OVERHEAD -> overhead(session);
            case CaptureSchema.BIND_SAMPLE ->
                new BindSample(session, readId(), readLong(), readLong(), readLong(), readKeptValues());
            case CaptureSchema.UNIT_AGGREGATE -> unitAggregate(session);
            case CaptureSchema.PROCESS_SAMPLE -> processSample(session);
            default -> throw new IllegalStateException("unknown record kind " + kind);
        };
    }

    private Session session(long session) {
        return new Session(
                session,
                readString(),
                readString(),
                readString(),
                readLong(),
                readString(),
                readString(),
                readString(),
                hashKey(),
                readLong(),
                readString());
    }

    private String hashKey() {
        String key = readString();
        return format1 ? ValueHasher.ofFormat1(key) : key;
    }

    private Statement statement(long session) {
        return new Statement(
                session, readId(), readId(), readString(), readInts(), readInts(), readStrings(), readBoolean());
    }

    private Unit unit(long session) {
        return new Unit(session, readLong(), readName(), readString(), readName(), readLong());
    }

    private Aggregate aggregate(long session) {
        return new Aggregate(
                session,
                readId(),
                readName(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readInts(),
                readLongs());
    }

    private PoolSample poolSample(long session) {
        return new PoolSample(
                session,
                readString(),
                readLong(),
                readInt(),
                readInt(),
                readInt(),
                readInt(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong());
    }

    private Lease lease(long session) {
        return new Lease(
                session,
                readLong(),
                readString(),
                readLong(),
                readInt(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readId());
    }

    private Overhead overhead(long session) {
        return new Overhead(
                session,
                readLong(),
                readLong(),
                readString(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readInt());
    }

    private UnitAggregate unitAggregate(long session) {
        return new UnitAggregate(
                session,
                readName(),
                readName(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readLong(),
                readInts(),
                readLongs());
    }

    private ProcessSample processSample(long session) {
        return new ProcessSample(
                session, readLong(), readLong(), readLong(), readLong(), readLong(), readLong(), readLong(), readInt());
    }

    // The fields stand in the file's order, not in the record's: see RecordEncoder
    private Execution execution(long session) {
        long statement = readId();
        long fetchNanos = readLong();
        long updateCount = readLong();
        int batchSize = readInt();
        String sqlState = readName();
        long callSite = readId();
        long rows = readLong();
        long executeNanos = readLong();
        long startMicros = readLong();
        return new Execution(
                session,
                readLong(),
                statement,
                readLong(),
                startMicros,
                executeNanos,
                fetchNanos,
                readInt(),
                readLong(),
                readInt(),
                readLong(),
                readHashes(),
                rows,
                updateCount,
                batchSize,
                sqlState,
                callSite,
                isPresent() ? new Link(readLong(), readId(), readInt(), readInt(), readInt()) : null);
    }

    private List<KeptValue> readKeptValues() {
        List<KeptValue> values = new ArrayList<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            for (long i = 0; i < count; i++) {
                values.add(new KeptValue(readInt(), isPresent() ? readString() : null));
            }
        }
        return values;
    }

    // The branch of a union with null
    private boolean isPresent() {
        return readLong() != 0;
    }

    private List<@Nullable Integer> readHashes() {
        int length = readLength();
        if (length < 4) {
            return BindHashes.NONE;
        }
        int[] hashes = new int[length / 4];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = (int) INTS.get(buffer, position);
            position += 4;
        }
        return new BindHashes(hashes);
    }

    private List<Integer> readInts() {
        List<Integer> values = new ArrayList<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            for (long i = 0; i < count; i++) {
                values.add(readInt());
            }
        }
        return values;
    }

    private List<Long> readLongs() {
        List<Long> values = new ArrayList<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            for (long i = 0; i < count; i++) {
                values.add(readLong());
            }
        }
        return values;
    }

    private List<String> readStrings() {
        List<String> values = new ArrayList<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            for (long i = 0; i < count; i++) {
                values.add(readString());
            }
        }
        return values;
    }

    private String readString() {
        int length = readLength();
        if (length == 0) {
            return "";
        }
        String value = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** A text that comes again and again: the same object then, which makes it cheap to look up. */
    private String readName() {
        int length = readLength();
        if (length == 0) {
            return "";
        }
        int hash = 0;
        for (int i = position; i < position + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        int slot = (hash ^ hash >>> 16) & (NAMES - 1);
        Name name = names[slot];
        if (name == null || !Arrays.equals(name.bytes, 0, name.bytes.length, buffer, position, position + length)) {
            name = new Name(Arrays.copyOfRange(buffer, position, position + length));
            names[slot] = name;
        }
        position += length;
        return name.text;
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > limit - position) {
            throw new IllegalStateException("length " + length + " beyond the block");
        }
        return (int) length;
    }

    private boolean readBoolean() {
        return next8() != 0;
    }

    private int readInt() {
        return Math.toIntExact(readLong());
    }

    private long readId() {
        if (limit - position < 8) {
            throw endsWithinRecord();
        }
        long value = (long) LONGS.get(buffer, position);
        position += 8;
        return value;
    }

    private long readLong() {
        int at = position;
        if (limit - at < Long.BYTES) {
            return readLongByByte();
        }
        long read = (long) LITTLE_ENDIAN.get(buffer, at);
        long ends = ~read & 0x8080808080808080L;
        if (ends == 0) {
            return readLongByByte();
        }
        // Seven bits of each byte up to the first without a continuation bit, put together in steps instead of a loop,
        // whose length no processor could foresee
        position = at + (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
        long bits = read & (ends ^ (ends - 1)) & 0x7F7F7F7F7F7F7F7FL;
        bits = (bits & 0x007F007F007F007FL) | (bits & 0x7F007F007F007F00L) >>> 1;
        bits = (bits & 0x00003FFF00003FFFL) | (bits & 0x3FFF00003FFF0000L) >>> 2;
        bits = (bits & 0x000000000FFFFFFFL) | (bits & 0x0FFFFFFF00000000L) >>> 4;
        return (bits >>> 1) ^ -(bits & 1);
    }

    private long readLongByByte() {
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

    private int next8() {
        if (position >= limit) {
            throw endsWithinRecord();
        }
        return buffer[position++] & 0xFF;
    }

    private static IllegalStateException endsWithinRecord() {
        return new IllegalStateException("the block ends within a record");
    }
}
