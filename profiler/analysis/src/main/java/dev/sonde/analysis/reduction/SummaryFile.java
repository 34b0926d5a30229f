package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.file.AvroEncoder;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.capture.file.ContainerReader.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link Reduction}: an Avro object container like a capture. Its sync marker is a digest of its content, so
 * that the same content gives the same bytes and a damaged file is found before anything of it is counted. Format:
 * docs/summary-format.md.
 */
public final class SummaryFile {
    /** How such files are named. */
    public static final String SUFFIX = ".sonde-summary";

    /** Metadata key that marks the container as a summary. */
    static final String FORMAT_KEY = "sonde.summary";

    static final String VERSION = "3";

    /** Blocks of a summary that was found to be whole. */
    public record Content(List<SummaryOutput.Block> blocks, List<Long> sources) {}

    private SummaryFile() {}

    /** Whether the file says that it is a summary, of whatever version. */
    public static boolean isSummary(@Nullable Header header) {
        return header != null && header.metadata().containsKey(FORMAT_KEY);
    }

    /** Writes a file, in the place of an older one if there is one. */
    public static void write(Path file, Reduction reduction) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(folder, ".sonde", null); // readable by its owner only
        try {
            try (OutputStream out = Files.newOutputStream(whole)) {
                write(out, reduction);
            }
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Writes to a stream, which is not closed. */
    public static void write(OutputStream out, Reduction reduction) throws IOException {
        List<SummaryOutput.Block> blocks = reduction.blocks();
        byte[] sync = digest(blocks);
        AvroEncoder frame = new AvroEncoder(1 << 16);
        frame.writeRaw(new byte[] {'O', 'b', 'j', 1}, 4);
        frame.writeLong(3);
        frame.writeString("avro.schema");
        frame.writeString(SummaryKind.schema());
        frame.writeString("avro.codec");
        frame.writeString("deflate");
        frame.writeString(FORMAT_KEY);
        frame.writeString(VERSION);
        frame.writeLong(0);
        frame.writeRaw(sync, sync.length);
        out.write(frame.buffer(), 0, frame.size());
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            for (SummaryOutput.Block block : blocks) {
                byte[] compressed = deflate(deflater, block.bytes());
                frame.reset();
                frame.writeLong(block.records());
                frame.writeBytes(compressed, compressed.length);
                frame.writeRaw(sync, sync.length);
                out.write(frame.buffer(), 0, frame.size());
            }
        } finally {
            deflater.end();
        }
    }

    private static byte[] deflate(Deflater deflater, byte[] bytes) {
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            compressed.write(part, 0, deflater.deflate(part));
        }
        return compressed.toByteArray();
    }

    private static byte[] digest(List<SummaryOutput.Block> blocks) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            blocks.forEach(block -> digest.update(block.bytes()));
            return Arrays.copyOf(digest.digest(), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Reads a summary into memory.
     *
     * @param name of the file, for messages
     * @throws SummaryFormatException if it is none, damaged, or of a format that this version does not know
     */
    public static Content read(InputStream stream, String name) throws IOException {
        try (ContainerReader reader = new ContainerReader(stream)) {
            Header header = reader.readHeader();
            if (header == null || !isSummary(header)) {
                throw new SummaryFormatException(name + ": not a summary of Sonde");
            }
            String version = String.valueOf(header.metadata().get(FORMAT_KEY));
            if (!version.equals(VERSION)) {
                throw new SummaryFormatException(
                        name + ": summary format "
                                + (version.matches("[0-9]{1,9}") ? version : "of a later version")
                                + ", but this version reads format " + VERSION
                                + " only: use a sonde command of the version that wrote it, or make the summary again from its captures");
            }
            List<SummaryOutput.Block> blocks = new ArrayList<>();
            for (ContainerReader.Block block = reader.next(); block != null; block = reader.next()) {
                blocks.add(new SummaryOutput.Block(block.records(), Arrays.copyOf(block.bytes(), block.length())));
            }
            if (!SummaryKind.schema().equals(header.metadata().get("avro.schema"))
                    || reader.isTorn()
                    || !Arrays.equals(digest(blocks), header.sync())) {
                throw new SummaryFormatException(name + ": damaged or half-written summary: nothing of it can be"
                        + " trusted, make it again from its captures");
            }
            return new Content(blocks, sources(blocks));
        }
    }

    /** They stand first, in blocks of their own if there are sessions. */
    private static List<Long> sources(List<SummaryOutput.Block> blocks) {
        Reduction.Builder sources = Reduction.withoutCaches();
        sources.addBlocks(blocks.stream()
                .takeWhile(block -> block.isOf(SummaryKind.SOURCE))
                .toList());
        return List.copyOf(sources.sources().bytesByFile().keySet());
    }
}
