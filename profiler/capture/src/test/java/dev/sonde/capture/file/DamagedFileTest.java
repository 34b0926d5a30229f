package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file gives its intact blocks, or says that it is no capture; nothing else, and never for long. */
class DamagedFileTest {

    private static final int BLOCKS = 3;

    @TempDir
    Path folder;

    private final List<List<CaptureRecord>> blocks = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    @Test
    void aFileCutAtAnyByteGivesItsCompleteBlocksAndSaysThatItIsTorn() throws IOException {
        Path cut = write();

        try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
            for (int length = (int) channel.size(); length >= 0; length--) {
                channel.truncate(length);
                if (length < headerBytes()) {
                    assertThatThrownBy(() -> CaptureReader.read(cut, entry -> {}))
                            .as("cut at %d", length)
                            .isInstanceOf(CaptureFormatException.class);
                    continue;
                }
                List<CaptureRecord> records = new ArrayList<>();
                CaptureReader.Outcome outcome = CaptureReader.read(cut, records::add);

                assertThat(records).as("cut at %d", length).isEqualTo(recordsUpTo(length));
                assertThat(outcome)
                        .as("cut at %d", length)
                        .isEqualTo(new CaptureReader.Outcome(records.size(), length - lastEnd(length)));
            }
        }
    }

    @Test
    void anyChangedByteLeavesTheBlocksBeforeItAsTheyAre() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path damaged = folder.resolve("damaged.sonde");
        Random random = new Random(7);

        for (int at = 0; at < whole.length; at += at < headerBytes() ? 16 : 1) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(damaged, bytes);

            assertKeepsBlocksBefore(damaged, at);
        }
    }

    @Test
    void randomDamageNeverShowsOtherwiseThanAsAFormatFault() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path damaged = folder.resolve("damaged.sonde");
        Random random = new Random(11);

        for (int round = 0; round < 500; round++) {
            byte[] bytes = whole.clone();
            int from = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(64);
            for (int i = from; i < Math.min(bytes.length, from + length); i++) {
                bytes[i] = (byte) random.nextInt(256);
            }
            Files.write(damaged, bytes);

            assertKeepsBlocksBefore(damaged, from);
        }
    }

    @Test
    void aBlockThatClaimsFewerRecordsThanItHoldsIsDamaged() throws IOException {
        Path file = write();
        byte[] bytes = Files.readAllBytes(file);
        int count = (int) (long) ends.get(0);
        bytes[count] = 2; // zigzag for one record
        Files.write(file, bytes);

        CaptureReader.Outcome outcome = CaptureReader.read(file, entry -> {});

        assertThat(outcome.torn()).isTrue();
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheOthersWhole() throws IOException {
        Path file = folder.resolve("half.sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new Drops(1, 0, 1, "before", 1));
            assertThatThrownBy(() -> writer.write(new Drops(1, 0, 1, missing(), 2)))
                    .isInstanceOf(NullPointerException.class);
            writer.write(new Drops(1, 0, 1, "after", 3));
        }

        List<CaptureRecord> records = new ArrayList<>();
        assertThat(CaptureReader.read(file, records::add).torn()).isFalse();

        assertThat(records).containsExactly(new Drops(1, 0, 1, "before", 1), new Drops(1, 0, 1, "after", 3));
    }

    @Test
    void textsWithNulCharactersAndLoneSurrogatesCanBeReadBack() throws IOException {
        Path file = folder.resolve("odd.sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new CallSite(1, 2, List.of("a\0b", "\ud800", "x\udc00y"), List.of()));
        }

        List<CaptureRecord> records = new ArrayList<>();
        CaptureReader.read(file, records::add);

        assertThat(records).containsExactly(new CallSite(1, 2, List.of("a\0b", "?", "x?y"), List.of()));
    }

    private void assertKeepsBlocksBefore(Path damaged, int at) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        try {
            CaptureReader.read(damaged, records::add);
        } catch (CaptureFormatException e) {
            assertThat((long) at).as("a format fault by damage at %d", at).isLessThan(headerBytes());
            return;
        }
        List<CaptureRecord> intact = recordsUpTo(at);
        assertThat(records.size()).as("damage at %d", at).isGreaterThanOrEqualTo(intact.size());
        assertThat(records.subList(0, intact.size())).as("damage at %d", at).isEqualTo(intact);
    }

    private long headerBytes() {
        return ends.get(0);
    }

    private List<CaptureRecord> recordsUpTo(long length) {
        List<CaptureRecord> records = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            if (ends.get(block + 1) <= length) {
                records.addAll(blocks.get(block));
            }
        }
        return records;
    }

    private long lastEnd(long length) {
        return ends.stream()
                .filter(end -> end <= length)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** A file of a few small blocks; {@link #ends} holds the end of the header and of each block. */
    private Path write() throws IOException {
        Path file = folder.resolve("whole.sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            ends.add(writer.bytesWritten());
            for (int block = 0; block < BLOCKS; block++) {
                List<CaptureRecord> records = records(block);
                for (CaptureRecord entry : records) {
                    writer.write(entry);
                }
                writer.flush();
                blocks.add(records);
                ends.add(writer.bytesWritten());
            }
        }
        return file;
    }

    private static List<CaptureRecord> records(int block) {
        List<@Nullable Integer> binds = new ArrayList<>(List.of(1, -2));
        binds.add(null);
        return List.of(
                new Session(1, "shop", "1", "host", 2, "jdbc:x", "18", "hashed", "00", 50_000, "test"),
                new Statement(1, 2, 3, "select $1", List.of(1), List.of(4), List.of("id"), false),
                new Execution(
                        1,
                        block,
                        2,
                        1,
                        5,
                        6,
                        7,
                        8,
                        9,
                        10,
                        11,
                        binds,
                        12,
                        -1,
                        0,
                        "",
                        13,
                        new CaptureRecord.Link(1, 2, 3, 4, 5)),
                new Aggregate(1, 2, "GET /", 0, 9, 100, 1, 2, 3, 4, 5, List.of(1, 2), List.of(60L, 40L)),
                new Drops(1, 0, 9, "ring-full", block));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T missing() {
        return null;
    }
}
