package dev.sonde.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of this process. A reader that has gone ({@code sonde report | head}) is no failure: what it did not
 * want is dropped. Any other failure, such as a full disk, is kept for the end, since the writers above swallow it.
 */
public final class StandardOutput extends OutputStream {

    /** The only one: a second stream over the same descriptor would not know of the first one's failure. */
    public static final StandardOutput PROCESS = new StandardOutput(new FileOutputStream(FileDescriptor.out));

    private final OutputStream stream;
    private boolean gone;
    private @Nullable IOException failure;

    StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (gone) {
            return;
        }
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            gone = true;
            failure = String.valueOf(e.getMessage()).contains("Broken pipe") ? null : e;
        }
    }

    /** Why something could not be written. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
