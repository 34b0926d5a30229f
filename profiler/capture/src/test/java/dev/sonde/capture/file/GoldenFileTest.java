package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ValueHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of each format as they were once written. Those of format 2 are made anew, when a change of it is intended, by
 * {@code mvn -pl profiler/capture -Dtest=GoldenFileTest -Dsonde.golden=write test}; nothing writes format 1 any more.
 */
class GoldenFileTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path FOLDER = RESOURCES.resolve("format-2");
    private static final Path ONE_OF_EACH = FOLDER.resolve("one-of-each.sonde");
    private static final Path EXTREMES = FOLDER.resolve("extremes.sonde");
    private static final Path OLD_ONE_OF_EACH = RESOURCES.resolve("format-1/one-of-each.sonde");
    private static final Path OLD_EXTREMES = RESOURCES.resolve("format-1/extremes.sonde");

    /** Kinds of format 1. */
    private static final int OLD_KINDS = 11;

    private static final byte[] SYNC = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final String CHANGED =
            "The format is no longer what it was: %s. Files that users have would be read wrongly"
                    + " or not at all. If that is not intended, undo the change. If it is and a release has the format, raise"
                    + " CaptureSchema.FORMAT_VERSION, keep a reader of the formats before and leave these files alone. If no"
                    + " release has it yet, bring docs/capture-format.md up to date and make the files of format 2 anew:"
                    + " mvn -pl profiler/capture -Dtest=GoldenFileTest -Dsonde.golden=write test";

    @TempDir
    Path folder;

    @BeforeAll
    static void makesThemAnewIfAskedTo() throws IOException {
        if ("write".equals(System.getProperty("sonde.golden"))) {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(ONE_OF_EACH);
            Files.deleteIfExists(EXTREMES);
            write(ONE_OF_EACH, GoldenRecords.oneOfEach());
            write(EXTREMES, GoldenRecords.extremes());
        }
    }

    @Test
    void holdEveryKindOfRecord() {
        Set<Class<?>> kinds = Set.of(CaptureRecord.class.getPermittedSubclasses());

        assertThat(kinds(GoldenRecords.oneOfEach())).isEqualTo(kinds);
        assertThat(kinds(GoldenRecords.extremes())).isEqualTo(kinds);
    }

    private static Set<Class<?>> kinds(List<CaptureRecord> records) {
        return records.stream().map(CaptureRecord::getClass).collect(Collectors.toSet());
    }

    @Test
    void areReadAsTheRecordsThatWereWritten() throws IOException {
        assertThat(read(ONE_OF_EACH)).as(CHANGED, "records are read as others").isEqualTo(GoldenRecords.oneOfEach());
        assertThat(read(EXTREMES)).as(CHANGED, "records are read as others").isEqualTo(GoldenRecords.extremes());
    }

    @Test
    void ofFormat1AreReadAsTheRecordsThatWereWritten() throws IOException {
        assertThat(read(OLD_ONE_OF_EACH))
                .as(CHANGED, "records of format 1 are read as others")
                .isEqualTo(ofFormat1(GoldenRecords.oneOfEach()));
        assertThat(read(OLD_EXTREMES))
                .as(CHANGED, "records of format 1 are read as others")
                .isEqualTo(ofFormat1(GoldenRecords.extremes()));
    }

    /** Their sessions say that texts were hashed differently. */
    private static List<CaptureRecord> ofFormat1(List<CaptureRecord> records) {
        return records.subList(0, OLD_KINDS).stream()
                .map(each -> each instanceof Session session ? ofFormat1(session) : each)
                .toList();
    }

    private static CaptureRecord ofFormat1(Session session) {
        return new Session(
                session.session(),
                session.service(),
                session.version(),
                session.host(),
                session.startedMicros(),
                session.databaseUrl(),
                session.serverVersion(),
                session.binds(),
                ValueHasher.ofFormat1(session.hashKey()),
                session.slowThresholdMicros(),
                session.profilerVersion());
    }

    @Test
    void ofFormat1HaveTheBytesThatTheirKindsHaveInFormat2() throws IOException, DataFormatException {
        Path now = folder.resolve("now.sonde");
        write(now, GoldenRecords.oneOfEach().subList(0, OLD_KINDS));

        assertThat(onlyBlock(now))
                .as(CHANGED, "records of format 1 are encoded differently")
                .isEqualTo(onlyBlock(OLD_ONE_OF_EACH));
    }

    @Test
    void areWrittenByteForByteButForTheCompression() throws IOException, DataFormatException {
        assertSameBytes(ONE_OF_EACH, GoldenRecords.oneOfEach());
        assertSameBytes(EXTREMES, GoldenRecords.extremes());
    }

    private void assertSameBytes(Path golden, List<CaptureRecord> records) throws IOException, DataFormatException {
        Path now = folder.resolve(golden.getFileName());
        write(now, records);

        assertThat(header(now)).as(CHANGED, "the header differs").isEqualTo(header(golden));
        assertThat(onlyBlock(now))
                .as(CHANGED, "the records are encoded differently")
                .isEqualTo(onlyBlock(golden));
    }

    private static void write(Path file, List<CaptureRecord> records) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file, SYNC)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }
    }

    private static List<CaptureRecord> read(Path file) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        try {
            assertThat(CaptureReader.read(file, records::add).torn()).isFalse();
        } catch (CaptureFormatException e) {
            throw new AssertionError(String.format(CHANGED, e.getMessage()), e);
        }
        return records;
    }

    /** Up to the first sync marker. */
    private static byte[] header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Arrays.copyOf(bytes, endOfHeader(bytes));
    }

    private static int endOfHeader(byte[] bytes) {
        for (int i = 0; ; i++) {
            if (Arrays.equals(bytes, i, i + SYNC.length, SYNC, 0, SYNC.length)) {
                return i + SYNC.length;
            }
        }
    }

    /** Number of records and their bytes, inflated, since deflate's own differ between versions of zlib. */
    private static byte[] onlyBlock(Path file) throws IOException, DataFormatException {
        byte[] bytes = Files.readAllBytes(file);
        int start = endOfHeader(bytes);
        int records = bytes[start];
        int compressed = start + 1;
        while (bytes[compressed++] < 0) {
            // the length of the block, which is not needed
        }
        Inflater inflater = new Inflater(true);
        inflater.setInput(bytes, compressed, bytes.length - SYNC.length - compressed);
        byte[] raw = new byte[1 << 16];
        raw[0] = (byte) records;
        int length = inflater.inflate(raw, 1, raw.length - 1);
        assertThat(inflater.finished()).isTrue();
        inflater.end();
        return Arrays.copyOf(raw, length + 1);
    }
}
