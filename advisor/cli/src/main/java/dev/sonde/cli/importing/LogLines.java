package dev.sonde.cli.importing;

import dev.sonde.cli.command.CommandFailure;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, one at a time, compressed by gzip or not. Bytes that are no UTF-8 are replaced and counted: a
 * log holds the encodings of all its databases. A line of more than {@value #MAX_LINE} bytes is left out.
 */
final class LogLines implements Closeable {

    static final int MAX_LINE = 32 << 20;
    private static final int PROBED = 8_192;

    private final Path file;
    private final ImportTally tally;
    private final BufferedInputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] line = new byte[1 << 12];
    private long number;
    private boolean ended;

    private LogLines(Path file, BufferedInputStream stream, ImportTally tally) {
        this.file = file;
        this.stream = stream;
        this.tally = tally;
    }

    /** Opens a file; one that is empty or binary is bad input. */
    static LogLines open(Path file, ImportTally tally) throws IOException {
        BufferedInputStream stream =
                new BufferedInputStream(new CountedStream(Files.newInputStream(file), tally), 1 << 16);
        try {
            stream.mark(PROBED);
            byte[] head = stream.readNBytes(2);
            stream.reset();
            if (head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
                stream = new BufferedInputStream(new GZIPInputStream(stream, 1 << 16), 1 << 16);
            }
            stream.mark(PROBED);
            byte[] probe = stream.readNBytes(PROBED / 2);
            stream.reset();
            if (probe.length == 0) {
                throw CommandFailure.badInput(file + ": empty file: nothing to import");
            }
            for (byte b : probe) {
                if (b == 0) {
                    throw CommandFailure.badInput(file + ": a binary file, and no text that could be imported");
                }
            }
            return new LogLines(file, stream, tally);
        } catch (ZipException | EOFException e) {
            stream.close();
            throw CommandFailure.badInput(file + ": damaged gzip file: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** The next line without its end; null at the end of the file. */
    @Nullable
    String next() throws IOException {
        while (!ended) {
            int length = read();
            if (length < 0) {
                return null;
            }
            number++;
            if (length > MAX_LINE) {
                tally.skip("lines are longer than " + (MAX_LINE >> 20) + " MB and were left out", where());
                continue;
            }
            int from = number == 1 && length >= 3 && isByteOrderMark() ? 3 : 0;
            int to = length > from && line[length - 1] == '\r' ? length - 1 : length;
            return decode(from, to);
        }
        return null;
    }

    private String decode(int from, int to) {
        String text = new String(line, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, from, to - from));
            } catch (CharacterCodingException e) {
                tally.skip("lines have bytes that are no UTF-8; those were replaced by U+FFFD", where());
            }
        }
        return text;
    }

    private boolean isByteOrderMark() {
        return (line[0] & 0xff) == 0xef && (line[1] & 0xff) == 0xbb && (line[2] & 0xff) == 0xbf;
    }

    /** Length of the next line, more than {@link #MAX_LINE} if it is too long, -1 at the end. */
    private int read() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (position == limit && !fill()) {
                ended = true;
                return any ? length : -1;
            }
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (length <= MAX_LINE) {
                int piece = end - position;
                if (length + piece > line.length) {
                    line = Arrays.copyOf(line, Math.max(2 * line.length, length + piece));
                }
                System.arraycopy(buffer, position, line, length, piece);
                length += piece;
            }
            position = end;
            if (end < limit) {
                position++;
                return length;
            }
        }
    }

    private boolean fill() throws IOException {
        try {
            limit = stream.read(buffer);
        } catch (EOFException | ZipException e) { // gzip's end is missing: what came before is good
            tally.skip("gzip file ends too early; what came before was used", where());
            limit = -1;
        }
        position = 0;
        if (limit < 0) {
            limit = 0;
            return false;
        }
        return true;
    }

    /** {@code file:line} of the line that {@link #next} returned last. */
    String where() {
        return file + ":" + number;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
