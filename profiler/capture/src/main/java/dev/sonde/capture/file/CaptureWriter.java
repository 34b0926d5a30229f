package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.Deflater;

/**
 * Writes a capture file. Records are collected into blocks of about 64 kB, each deflated and closed by the sync
 * marker, so that a file whose writer died loses at most the block it was writing. The file is readable by its owner
 * only. Not threadsafe.
 *
 * <p>Format: <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Avro object
 * container</a>, codec {@code deflate}.
 */
public final class CaptureWriter implements Closeable {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};

    private final FileChannel channel;
    private final byte[] sync = new byte[16];
    private final AvroEncoder block = new AvroEncoder(BLOCK_BYTES + 8192);
    private final AvroEncoder frame = new AvroEncoder(BLOCK_BYTES);
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private byte[] compressed = new byte[BLOCK_BYTES];
    private final Path file;
    private int recordsInBlock;
    private int executionsInBlock;
    private int endOfRecord;
    private boolean torn;
    private boolean holdsRecords;
    private long bytesWritten;
    private long completeBytes;

    private CaptureWriter(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        new SecureRandom().nextBytes(sync);
        frame.writeRaw(MAGIC, MAGIC.length);
        frame.writeLong(3);
        metadata("avro.schema", CaptureSchema.JSON);
        metadata("avro.codec", "deflate");
        metadata(CaptureSchema.FORMAT_KEY, Integer.toString(CaptureSchema.FORMAT_VERSION));
        frame.writeLong(0);
        frame.writeRaw(sync, sync.length);
        writeFrame();
    }

    /** Creates the file, which must not exist. */
    public static CaptureWriter create(Path file) throws IOException {
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly);
        try {
            return new CaptureWriter(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Where the file was created. */
    public Path file() {
        return file;
    }

    /** Bytes that have reached the file. */
    public long bytesWritten() {
        return bytesWritten;
    }

    /** Adds a record; it reaches the file when its block is full or flushed. */
    public void write(CaptureRecord entry) throws IOException {
        if (entry instanceof Execution execution) {
            writeExecution(execution.session(), ExecutionFields.of(execution));
            return;
        }
        if (entry instanceof Session session) {
            encode(session);
        } else if (entry instanceof Statement statement) {
            encode(statement);
        } else if (entry instanceof CallSite callSite) {
            encode(callSite);
        } else if (entry instanceof Unit unit) {
            encode(unit);
        } else if (entry instanceof Aggregate aggregate) {
            encode(aggregate);
        } else if (entry instanceof PoolSample sample) {
            encode(sample);
        } else if (entry instanceof Drops drops) {
            encode(drops);
        } else if (entry instanceof Lease lease) {
            encode(lease);
        } else if (entry instanceof Overhead overhead) {
            encode(overhead);
        }
        ended();
    }

    /** Adds an execution without making a record of it. */
    public void writeExecution(long session, ExecutionFields execution) throws IOException {
        begin(CaptureSchema.EXECUTION, session);
        block.writeLong(execution.sequence);
        block.writeId(execution.statement);
        block.writeLong(execution.unit);
        block.writeLong(execution.startMicros);
        block.writeLong(execution.executeNanos);
        block.writeLong(execution.fetchNanos);
        block.writeLong(execution.thread);
        block.writeLong(execution.lease);
        block.writeLong(execution.backendPid);
        block.writeLong(execution.transaction);
        block.writeHashes(execution.binds, execution.bindCount);
        block.writeLong(execution.rows);
        block.writeLong(execution.updateCount);
        block.writeLong(execution.batchSize);
        block.writeString(execution.sqlState);
        block.writeId(execution.callSite);
        if (execution.linked) {
            block.writeLong(1);
            block.writeLong(execution.linkParent);
            block.writeId(execution.linkParentStatement);
            block.writeLong(execution.linkColumn);
            block.writeLong(execution.linkRow);
            block.writeLong(execution.linkBind);
        } else {
            block.writeLong(0);
        }
        executionsInBlock++;
        ended();
    }

    private void encode(Session session) {
        begin(CaptureSchema.SESSION, session.session());
        block.writeString(session.service());
        block.writeString(session.version());
        block.writeString(session.host());
        block.writeLong(session.startedMicros());
        block.writeString(session.databaseUrl());
        block.writeString(session.serverVersion());
        block.writeString(session.binds());
        block.writeString(session.hashKey());
        block.writeLong(session.slowThresholdMicros());
        block.writeString(session.profilerVersion());
    }

    private void encode(Statement statement) {
        begin(CaptureSchema.STATEMENT, statement.session());
        block.writeId(statement.id());
        block.writeId(statement.fingerprint());
        block.writeString(statement.sql());
        block.writeNumbers(statement.literalPositions());
        block.writeNumbers(statement.bindTypes());
        block.writeStrings(statement.columns());
        block.writeBoolean(statement.truncated());
    }

    private void encode(CallSite callSite) {
        begin(CaptureSchema.CALL_SITE, callSite.session());
        block.writeId(callSite.id());
        block.writeStrings(callSite.frames());
        block.writeStrings(callSite.hints());
    }

    private void encode(Unit unit) {
        begin(CaptureSchema.UNIT, unit.session());
        block.writeLong(unit.id());
        block.writeString(unit.route());
        block.writeString(unit.traceId());
        block.writeString(unit.kind());
        block.writeLong(unit.startMicros());
    }

    private void encode(Aggregate aggregate) {
        begin(CaptureSchema.AGGREGATE, aggregate.session());
        block.writeId(aggregate.statement());
        block.writeString(aggregate.route());
        block.writeLong(aggregate.fromMicros());
        block.writeLong(aggregate.toMicros());
        block.writeLong(aggregate.count());
        block.writeLong(aggregate.errors());
        block.writeLong(aggregate.rows());
        block.writeLong(aggregate.totalNanos());
        block.writeLong(aggregate.maxNanos());
        block.writeLong(aggregate.details());
        block.writeNumbers(aggregate.buckets());
        block.writeNumbers(aggregate.bucketCounts());
    }

    private void encode(PoolSample sample) {
        begin(CaptureSchema.POOL_SAMPLE, sample.session());
        block.writeString(sample.pool());
        block.writeLong(sample.atMicros());
        block.writeLong(sample.active());
        block.writeLong(sample.idle());
        block.writeLong(sample.pending());
        block.writeLong(sample.max());
        block.writeLong(sample.leases());
        block.writeLong(sample.waitNanos());
        block.writeLong(sample.usageNanos());
        block.writeLong(sample.busyNanos());
        block.writeLong(sample.timeouts());
    }

    private void encode(Drops drops) {
        begin(CaptureSchema.DROPS, drops.session());
        block.writeLong(drops.fromMicros());
        block.writeLong(drops.toMicros());
        block.writeString(drops.reason());
        block.writeLong(drops.executions());
    }

    private void encode(Lease lease) {
        begin(CaptureSchema.LEASE, lease.session());
        block.writeLong(lease.lease());
        block.writeString(lease.pool());
        block.writeLong(lease.unit());
        block.writeLong(lease.thread());
        block.writeLong(lease.startMicros());
        block.writeLong(lease.waitNanos());
        block.writeLong(lease.heldNanos());
        block.writeLong(lease.busyNanos());
        block.writeLong(lease.executions());
        block.writeId(lease.callSite());
    }

    private void encode(Overhead overhead) {
        begin(CaptureSchema.OVERHEAD, overhead.session());
        block.writeLong(overhead.fromMicros());
        block.writeLong(overhead.toMicros());
        block.writeString(overhead.level());
        block.writeLong(overhead.executions());
        block.writeLong(overhead.statementNanos());
        block.writeLong(overhead.callerNanos());
        block.writeLong(overhead.callSiteNanos());
        block.writeLong(overhead.writerNanos());
        block.writeLong(overhead.budget());
    }

    private void begin(int kind, long session) {
        // without what an exception left of the record before
        block.truncate(endOfRecord);
        block.writeLong(kind);
        block.writeId(session);
    }

    private void ended() throws IOException {
        recordsInBlock++;
        endOfRecord = block.size();
        if (block.size() >= BLOCK_BYTES) {
            flush();
        }
    }

    /** Records of the current block, which have not reached the file. */
    public int pendingRecords() {
        return recordsInBlock;
    }

    /** Ends the current block, so that a reader sees everything written so far. */
    public void flush() throws IOException {
        if (torn) {
            throw new IOException("an earlier block of " + file + " could not be written");
        }
        if (recordsInBlock == 0) {
            return;
        }
        torn = true;
        deflater.reset();
        deflater.setInput(block.buffer(), 0, endOfRecord);
        deflater.finish();
        int length = 0;
        while (!deflater.finished()) {
            if (length == compressed.length) {
                compressed = Arrays.copyOf(compressed, 2 * compressed.length);
            }
            length += deflater.deflate(compressed, length, compressed.length - length);
        }
        frame.reset();
        frame.writeLong(recordsInBlock);
        frame.writeBytes(compressed, length);
        frame.writeRaw(sync, sync.length);
        writeFrame();
        completeBytes = bytesWritten;
        torn = false;
        holdsRecords = true;
        block.reset();
        endOfRecord = 0;
        recordsInBlock = 0;
        executionsInBlock = 0;
    }

    private void metadata(String key, String value) {
        frame.writeString(key);
        frame.writeString(value);
    }

    private void writeFrame() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(frame.buffer(), 0, frame.size());
        while (bytes.hasRemaining()) {
            bytesWritten += channel.write(bytes);
        }
    }

    /** Flushes and closes; the file is closed even if the flush fails. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            flush();
        } finally {
            deflater.end();
            channel.close();
        }
    }

    /**
     * Closes after a failure without writing, and removes what is of no use to a reader: a torn tail, or the file if
     * nothing but its header is in it.
     *
     * @return executions that have not reached the file
     */
    public int abandon() {
        deflater.end();
        try (channel) {
            if (holdsRecords) {
                channel.truncate(completeBytes);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException alreadyKnown) {
            // the first failure was reported; readers pass over the tail
        }
        return executionsInBlock;
    }
}
