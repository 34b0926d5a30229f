package dev.sonde.cli.importing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes of a file that have been read, compressed ones as they are in the file. */
final class CountedStream extends FilterInputStream {

    private final ImportTally tally;

    CountedStream(InputStream stream, ImportTally tally) {
        super(stream);
        this.tally = tally;
    }

    // A pipe has no position, from which a file's stream would tell it.
    @Override
    public int available() {
        return 0;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        tally.read(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        tally.read(Math.max(0, read));
        return read;
    }
}
