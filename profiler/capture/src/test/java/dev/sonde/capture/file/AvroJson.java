package dev.sonde.capture.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/** A capture as Apache Avro's library for Java reads it. */
final class AvroJson {

    private AvroJson() {}

    /** A record per element, in Avro's encoding of JSON. */
    static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(reader.getSchema());
            for (GenericRecord entry : reader) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                JsonEncoder encoder = EncoderFactory.get().jsonEncoder(reader.getSchema(), bytes);
                writer.write(entry, encoder);
                encoder.flush();
                lines.add(bytes.toString(StandardCharsets.UTF_8));
            }
        }
        return lines;
    }
}
