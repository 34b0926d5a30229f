package dev.sonde.maven;

import java.io.Writer;
import java.util.function.Consumer;

/** Passes each line on once it is complete. */
final class LineWriter extends Writer {

    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();

    LineWriter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == '\n') {
                pass();
            } else {
                line.append(text[i]);
            }
        }
    }

    private void pass() {
        lines.accept(line.toString());
        line.setLength(0);
    }

    /** Does nothing: half a line is no line yet. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        if (!line.isEmpty()) {
            pass();
        }
    }
}
