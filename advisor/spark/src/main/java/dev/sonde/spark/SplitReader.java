package dev.sonde.spark;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.capture.file.ContainerReader.Block;
import dev.sonde.capture.file.ContainerReader.Header;
import dev.sonde.capture.file.RecordDecoder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads the records of one split, by the sync markers between blocks. */
final class SplitReader {
    private static final int SYNC_BYTES = 16;

    /**
     * What a split held.
     *
     * @param completeBytes of the file, up to the end of the last good block of the split
     * @param torn whether the file must not be used behind that
     */
    record Outcome(long records, long completeBytes, boolean torn) {}

    private SplitReader() {}

    static Outcome read(Split split, Configuration configuration, Consumer<CaptureRecord> consumer) throws IOException {
        Path path = new Path(split.file().path());
        try (FSDataInputStream file = path.getFileSystem(configuration).open(path)) {
            // A marker that ends where the split begins is in front of a block that is the split's
            long from = Math.max(0, split.start() - SYNC_BYTES);
            file.seek(from);
            InputStream stream = new BufferedInputStream(file, 1 << 16);
            if (from == 0) {
                try (ContainerReader reader = new ContainerReader(stream)) {
                    Header header = reader.readHeader();
                    RecordDecoder decoder = header == null ? new RecordDecoder() : RecordDecoder.of(header);
                    return blocks(reader, decoder, split, consumer);
                }
            }
            Header header = new Header(Map.of(), split.file().sync());
            try (ContainerReader reader = ContainerReader.behindMarker(stream, from, header)) {
                return blocks(reader, new RecordDecoder(), split, consumer);
            }
        }
    }

    private static Outcome blocks(
            ContainerReader reader, RecordDecoder decoder, Split split, Consumer<CaptureRecord> consumer)
            throws IOException {
        long records = 0;
        long complete = reader.completeBytes();
        while (complete < split.end()) {
            Block block = reader.next();
            if (block == null) {
                return new Outcome(records, complete, reader.isTorn());
            }
            decoder.reset(block.bytes(), block.length());
            for (long i = 0; i < block.records(); i++) {
                CaptureRecord entry;
                try {
                    entry = decoder.next();
                } catch (RuntimeException damaged) {
                    return new Outcome(records, complete, true);
                }
                consumer.accept(entry);
                records++;
            }
            if (!decoder.atEnd()) {
                return new Outcome(records, complete, true);
            }
            complete = reader.completeBytes();
        }
        return new Outcome(records, complete, false);
    }
}
