package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
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

    static final int BLOCK_BYTES = 64 * 1024;

    // Level 3 takes half the processor time of zlib's default for 3 % more bytes: docs/design-decisions.md
    static final int DEFLATE_LEVEL = 3;

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};

    private final FileChannel channel;
    private final byte[] sync;
    private final AvroEncoder block = new AvroEncoder(BLOCK_BYTES + 8192);
    private final RecordEncoder records = new RecordEncoder(block);
    private final AvroEncoder frame = new AvroEncoder(BLOCK_BYTES);
    private final Deflater deflater = new Deflater(DEFLATE_LEVEL, true);
    private byte[] compressed = new byte[BLOCK_BYTES];
    private final Path file;
    private int recordsInBlock;
    private int executionsInBlock;
    private int endOfRecord;
    private boolean torn;
    private boolean holdsRecords;
    private long bytesWritten;
    private long completeBytes;

    private CaptureWriter(Path file, FileChannel channel, byte[] sync) throws IOException {
        this.file = file;
        this.channel = channel;
        this.sync = sync;
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
        byte[] sync = new byte[16];
        new SecureRandom().nextBytes(sync);
        return create(file, sync);
    }

    /** As {@link #create(Path)}, for tests that need the same bytes each time. */
    static CaptureWriter create(Path file, byte[] sync) throws IOException {
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly);
        try {
            return new CaptureWriter(file, channel, sync);
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
        beginRecord();
        records.encode(entry);
        if (entry instanceof CaptureRecord.Execution) {
            executionsInBlock++;
        }
        ended();
    }

    /** Adds an execution without making a record of it. */
    public void writeExecution(long session, ExecutionFields execution) throws IOException {
        beginRecord();
        records.encode(session, execution);
        executionsInBlock++;
        ended();
    }

    /** Drops what an exception left of the record before. */
    private void beginRecord() {
        block.truncate(endOfRecord);
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
