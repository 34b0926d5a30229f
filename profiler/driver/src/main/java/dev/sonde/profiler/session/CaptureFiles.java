package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The capture files of one session: opened when there is something to write, closed at the size of the settings or after
 * an hour, the oldest files of the service deleted above the folder's cap. After a failure the file is given up and a
 * new one is tried after a pause; whoever writes learns of it by the exception. If the settings want no files, all of it
 * does nothing. Used by the writer thread only.
 *
 * <p>Names carry the session's start, its identifier and a number, none of which a step of the clock changes.
 */
final class CaptureFiles {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long RETRY_NANOS = 5_000_000_000L;
    private static final long MAX_AGE_NANOS = 3_600_000_000_000L;

    /** So many files fit under the folder's cap, so that it never comes to one file that is too large. */
    private static final int MIN_FILES = 4;

    private final ProfilerSettings settings;
    private final CaptureRecord.Session session;
    private final CaptureFolder folder;
    private final Shipping shipping;
    private final long fileBytes;
    private long openedNanos;
    private @Nullable CaptureWriter writer;
    private int number;
    private long retryAt;
    private long closedBytes;

    CaptureFiles(ProfilerSettings settings, CaptureRecord.Session session) {
        this.settings = settings;
        this.session = session;
        this.folder = new CaptureFolder(settings);
        this.shipping = new Shipping(settings, folder, session.session());
        this.fileBytes = Math.min(settings.fileBytes(), settings.folderBytes() / MIN_FILES);
    }

    /** Number of the current file, from 1; changes when records must be repeated because a new file began. */
    int number() {
        return number;
    }

    /** Bytes that have reached the files of this session. */
    long bytesWritten() {
        CaptureWriter current = writer;
        return closedBytes + (current == null ? 0 : current.bytesWritten());
    }

    /** Whether a write would be tried now. */
    boolean available(long nowNanos) {
        return retryAt == 0 || nowNanos - retryAt >= 0;
    }

    /** Opens a file if none is open, and begins another one if this one is full. */
    void prepare() throws IOException {
        if (!settings.keepsFiles()) {
            return;
        }
        CaptureWriter current = writer;
        if (current != null && current.bytesWritten() >= fileBytes) {
            end(current);
        }
        if (writer == null) {
            writer = open();
        }
    }

    private void end(CaptureWriter current) throws IOException {
        current.close();
        writer = null;
        closedBytes += current.bytesWritten();
        finished(current);
    }

    private void finished(CaptureWriter closed) {
        CaptureFolder.closed(closed.file());
        shipping.fileFinished();
    }

    Shipping shipping() {
        return shipping;
    }

    private CaptureWriter open() throws IOException {
        folder.prepare();
        shipping.deleted(folder.makeRoom(fileBytes, settings.folderBytes()));
        number++;
        Path path = folder.file(
                STAMP.format(Instant.ofEpochMilli(session.startedMicros() / 1000)), session.session(), number);
        CaptureFolder.opened(path);
        CaptureWriter created;
        try {
            created = CaptureWriter.create(path);
        } catch (IOException | RuntimeException e) {
            CaptureFolder.closed(path);
            throw e;
        }
        try {
            created.write(session);
        } catch (IOException | RuntimeException e) {
            CaptureFolder.closed(path);
            created.close();
            throw e;
        }
        openedNanos = System.nanoTime();
        return created;
    }

    void write(CaptureRecord entry) throws IOException {
        if (settings.keepsFiles()) {
            opened().write(entry);
        }
    }

    void writeExecution(ExecutionFields execution) throws IOException {
        if (settings.keepsFiles()) {
            opened().writeExecution(session.session(), execution);
        }
    }

    /** Ends the current block; a file that somebody deleted counts as a failure, after which another may begin at once. */
    void flush() throws IOException {
        CaptureWriter current = writer;
        if (current == null) {
            return;
        }
        if (Files.notExists(current.file())) {
            throw new NoSuchFileException(current.file().toString(), null, "deleted while it was written");
        }
        current.flush();
        if (System.nanoTime() - openedNanos > MAX_AGE_NANOS) {
            end(current);
        }
    }

    private CaptureWriter opened() throws IOException {
        CaptureWriter current = writer;
        if (current == null) {
            throw new IOException("no capture file is open");
        }
        return current;
    }

    /** Records written to the current block, which is not in the file yet. */
    int pendingRecords() {
        CaptureWriter current = writer;
        return current == null ? 0 : current.pendingRecords();
    }

    /**
     * Gives the file up after a failure; the next one is tried after a pause.
     *
     * @return executions that were written but are not in the file
     */
    long failed(long nowNanos) {
        CaptureWriter current = writer;
        retryAt = current != null && Files.notExists(current.file()) ? 0 : nowNanos + RETRY_NANOS;
        writer = null;
        if (current == null) {
            return 0;
        }
        long lost = current.abandon();
        finished(current);
        return lost;
    }

    /** Ends the pause after a failure. */
    void retryNow() {
        retryAt = 0;
    }

    void close() throws IOException {
        CaptureWriter current = writer;
        if (current != null) {
            end(current);
        }
    }
}
