package dev.sonde.benchmarks.captures;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.file.ExecutionFields;
import dev.sonde.capture.hash.ContentHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the records of one service to capture files that are rotated as the profiler rotates them. */
public final class CaptureFolderSink implements RecordSink, Closeable {
    private static final long ROTATE_BYTES = 64L << 20;

    private final Path folder;
    private final String name;
    private final List<CaptureRecord> head;
    private int files;
    private CaptureWriter writer;

    /** Creates the first file in the folder, which must exist. */
    public CaptureFolderSink(Path folder, ServiceStream stream) throws IOException {
        this.folder = folder;
        this.name = stream.session().service() + "-"
                + ContentHash.hex(stream.session().session());
        this.head = stream.head();
        this.writer = open();
    }

    private CaptureWriter open() throws IOException {
        CaptureWriter opened = CaptureWriter.create(folder.resolve(name + "-" + ++files + ".sonde"));
        for (CaptureRecord entry : head) {
            opened.write(entry);
        }
        return opened;
    }

    @Override
    public void write(CaptureRecord entry) throws IOException {
        writer.write(entry);
    }

    @Override
    public void execution(long session, ExecutionFields fields) throws IOException {
        writer.writeExecution(session, fields);
        if (writer.bytesWritten() > ROTATE_BYTES) {
            writer.close();
            writer = open();
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
