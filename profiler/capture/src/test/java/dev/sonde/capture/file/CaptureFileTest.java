package dev.sonde.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {

    @TempDir
    Path folder;

    @Test
    void readsBackEveryKindOfRecordAsItWasWritten() throws IOException {
        List<CaptureRecord> written = GoldenRecords.oneOfEach();

        Path file = write(written);

        assertThat(readAll(file)).isEqualTo(written);
    }

    @Test
    void isReadByApacheAvroItself() throws IOException {
        Path file = write(GoldenRecords.oneOfEach());

        List<GenericRecord> entries = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            reader.forEach(entry -> entries.add((GenericRecord) entry.get("record")));
        }

        assertThat(entries)
                .extracting(entry -> entry.getSchema().getName())
                .containsExactly(
                        "Session",
                        "Statement",
                        "CallSite",
                        "Unit",
                        "Execution",
                        "Aggregate",
                        "PoolSample",
                        "Drops",
                        "Lease",
                        "Overhead",
                        "BindSample",
                        "UnitAggregate",
                        "ProcessSample");
        GenericRecord execution = entries.get(4);
        assertThat(ByteBuffer.wrap(((GenericFixed) execution.get("session")).bytes())
                        .getLong())
                .isEqualTo(GoldenRecords.SESSION);
        assertThat(execution.get("executeNanos")).isEqualTo(1_234_567_890_123L);
        assertThat(((ByteBuffer) execution.get("binds")).remaining()).isEqualTo(12);
        assertThat(((GenericRecord) execution.get("link")).get("row")).isEqualTo(255);
        assertThat(entries.get(1).get("sql").toString()).isEqualTo("select ü from t where a = $1 and b = $2");
    }

    @Test
    void losesOnlyTheLastBlockOfATornFile() throws IOException {
        List<CaptureRecord> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(GoldenRecords.execution(i, null));
        }
        Path whole = write(many);
        byte[] bytes = Files.readAllBytes(whole);

        for (int cut : new int[] {1, 15, 17, 1000, bytes.length / 2}) {
            Path torn = folder.resolve("torn-" + cut + ".sonde");
            Files.write(torn, Arrays.copyOf(bytes, bytes.length - cut));
            List<CaptureRecord> read = new ArrayList<>();

            CaptureReader.Outcome outcome = CaptureReader.read(torn, read::add);

            assertThat(outcome.torn()).as("cut %d", cut).isTrue();
            assertThat(read).isEqualTo(many.subList(0, read.size()));
            assertThat(outcome.records()).isEqualTo(read.size());
            assertThat(outcome.lostBytes()).isPositive();
        }
    }

    @Test
    void neverThrowsAnythingButItsOwnExceptionOnDamagedBytes() throws IOException {
        byte[] bytes = Files.readAllBytes(write(GoldenRecords.oneOfEach()));

        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x55;
            Path file = folder.resolve("damaged.sonde");
            Files.write(file, damaged);
            try {
                CaptureReader.read(file, record -> {});
            } catch (CaptureFormatException expected) {
                assertThat(expected).hasMessageContaining("damaged.sonde");
            }
        }
    }

    @Test
    void refusesForeignFilesWithTheReason() throws IOException {
        Path text = folder.resolve("spy.log");
        Files.writeString(text, "1234|5|statement|connection 0|select 1");
        Path avro = folder.resolve("other.avro");
        Schema schema = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"X\",\"fields\":[]}");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, avro.toFile());
            writer.append(new GenericData.Record(schema));
        }
        Path empty = Files.createFile(folder.resolve("empty.sonde"));

        assertThatThrownBy(() -> readAll(text)).hasMessageContaining("spy.log: not a Sonde capture");
        assertThatThrownBy(() -> readAll(avro)).hasMessageContaining("not one of Sonde's");
        assertThatThrownBy(() -> readAll(empty)).hasMessageContaining("does not start as an Avro container");
    }

    @Test
    void refusesALaterFormatVersion() throws IOException {
        byte[] bytes = Files.readAllBytes(write(GoldenRecords.oneOfEach()));
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[header.indexOf("sonde.format") + "sonde.format".length() + 1] = '3';
        Path later = folder.resolve("later.sonde");
        Files.write(later, bytes);

        assertThatThrownBy(() -> readAll(later)).hasMessageContaining("capture format 3");
    }

    @Test
    void makesFilesThatOnlyTheirOwnerCanRead() throws IOException {
        Path file = write(GoldenRecords.oneOfEach());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private Path write(List<CaptureRecord> records) throws IOException {
        Path file = folder.resolve("capture-" + System.nanoTime() + ".sonde");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (CaptureRecord entry : records) {
                writer.write(entry);
            }
        }
        return file;
    }

    private static List<CaptureRecord> readAll(Path file) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        CaptureReader.read(file, records::add);
        return records;
    }
}
