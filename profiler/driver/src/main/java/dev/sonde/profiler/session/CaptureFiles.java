package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The capture files of one session: opened when there is something to write, closed at the size of the settings, the
 * oldest files of the service deleted above the folder's cap. After a failure the file is given up and a new one is
 * tried after a pause; whoever writes learns of it by the exception. Used by the writer thread only.
 */
final class CaptureFiles {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long RETRY_NANOS = 5_000_000_000L;
    static final String SUFFIX = ".sonde";

    private final ProfilerSettings settings;
    private final CaptureRecord.Session session;
    private final String prefix;
    private @Nullable CaptureWriter writer;
    private int number;
    private long retryAt;
    private long closedBytes;

    CaptureFiles(ProfilerSettings settings, CaptureRecord.Session session) {
        this.settings = settings;
        this.session = session;
        this.prefix = settings.service().replaceAll("[^A-Za-z0-9_-]", "_");
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
        CaptureWriter current = writer;
        if (current != null && current.bytesWritten() >= settings.fileBytes()) {
            current.close();
            writer = null;
            closedBytes += current.bytesWritten();
        }
        if (writer == null) {
            writer = open();
        }
    }

    private CaptureWriter open() throws IOException {
        createFolder();
        deleteOldest();
        number++;
        Path file = settings.folder()
                .resolve(String.format(
                        Locale.ROOT,
                        "%s-%s-%016x-%d%s",
                        prefix,
                        STAMP.format(Instant.ofEpochMilli(session.startedMicros() / 1000)),
                        session.session(),
                        number,
                        SUFFIX));
        CaptureWriter created = CaptureWriter.create(file);
        try {
            created.write(session);
        } catch (IOException | RuntimeException e) {
            created.close();
            throw e;
        }
        return created;
    }

    private void createFolder() throws IOException {
        Path folder = settings.folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private void deleteOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(settings.folder())) {
            files = listed.filter(this::isOfThisService)
                    .sorted(Comparator.comparingLong(CaptureFiles::modified).thenComparing(Path::toString))
                    .toList();
        }
        long total = 0;
        for (Path file : files) {
            total += size(file);
        }
        for (Path file : files) {
            if (total + settings.fileBytes() <= settings.folderBytes()) {
                return;
            }
            total -= size(file);
            Files.deleteIfExists(file);
        }
    }

    private boolean isOfThisService(Path file) {
        String name = file.getFileName().toString();
        return name.matches(Pattern.quote(prefix) + "-\\d{8}T\\d{6}Z-[0-9a-f]{16}-\\d+\\.sonde");
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    void write(CaptureRecord entry) throws IOException {
        opened().write(entry);
    }

    void writeExecution(ExecutionFields execution) throws IOException {
        opened().writeExecution(session.session(), execution);
    }

    /** Ends the current block; a file that somebody deleted counts as a failure, after which another may begin at once. */
    void flush() throws IOException {
        CaptureWriter current = writer;
        if (current != null) {
            if (Files.notExists(current.file())) {
                throw new NoSuchFileException(current.file().toString(), null, "deleted while it was written");
            }
            current.flush();
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
        return current == null ? 0 : current.abandon();
    }

    /** Ends the pause after a failure. */
    void retryNow() {
        retryAt = 0;
    }

    void close() throws IOException {
        CaptureWriter current = writer;
        if (current != null) {
            current.close();
            writer = null;
            closedBytes += current.bytesWritten();
        }
    }
}
