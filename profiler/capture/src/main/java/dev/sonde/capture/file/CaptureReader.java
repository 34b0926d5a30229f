package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.ContainerReader.Block;
import dev.sonde.capture.file.ContainerReader.Header;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads capture files block by block. A tail that a killed or full-disk writer left behind is passed over and reported,
 * since every block before it is complete.
 */
public final class CaptureReader {

    /**
     * What a file held.
     *
     * @param records complete records handed over
     * @param lostBytes bytes of a torn tail, 0 if the file is whole
     */
    public record Outcome(long records, long lostBytes) {
        /** Whether the file ended in the middle of a block. */
        public boolean torn() {
            return lostBytes > 0;
        }
    }

    private CaptureReader() {}

    /**
     * Hands every record of the file to the consumer, in the order of the file.
     *
     * @throws CaptureFormatException if the file is no capture or of a format this version does not know
     */
    public static Outcome read(Path file, Consumer<CaptureRecord> consumer) throws IOException {
        return read(file, consumer, bytes -> {});
    }

    /**
     * The same, and tells how it goes.
     *
     * @param done gets the number of bytes of each block that has been read
     */
    public static Outcome read(Path file, Consumer<CaptureRecord> consumer, LongConsumer done) throws IOException {
        long fileBytes = Files.size(file);
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                ContainerReader container = new ContainerReader(stream)) {
            Header header = container.readHeader();
            String problem = CaptureFormat.problem(header, container.headerProblem());
            if (header == null || problem != null) {
                throw new CaptureFormatException(file + ": " + problem);
            }
            return readBlocks(container, RecordDecoder.of(header), fileBytes, consumer, done);
        }
    }

    private static Outcome readBlocks(
            ContainerReader container,
            RecordDecoder decoder,
            long fileBytes,
            Consumer<CaptureRecord> consumer,
            LongConsumer done)
            throws IOException {
        long records = 0;
        long begin = container.completeBytes();
        for (Block block = container.next(); block != null; block = container.next()) {
            decoder.reset(block.bytes(), block.length());
            for (long i = 0; i < block.records(); i++) {
                CaptureRecord entry;
                try {
                    entry = decoder.next();
                } catch (RuntimeException damaged) {
                    return new Outcome(records, fileBytes - begin);
                }
                consumer.accept(entry);
                records++;
            }
            if (!decoder.atEnd()) {
                return new Outcome(records, fileBytes - begin);
            }
            done.accept(container.completeBytes() - begin);
            begin = container.completeBytes();
        }
        return new Outcome(records, container.isTorn() ? Math.max(1, fileBytes - begin) : 0);
    }
}
