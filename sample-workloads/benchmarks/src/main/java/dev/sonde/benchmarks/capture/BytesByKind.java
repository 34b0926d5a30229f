package dev.sonde.benchmarks.capture;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.capture.file.CaptureWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the records of captures again, one file for each kind, to see how many bytes each kind takes. */
public final class BytesByKind {

    private BytesByKind() {}

    /** Bytes by simple class name of the record, file headers left out. */
    public static Map<String, Long> measure(Path captures, Path scratch) throws IOException {
        Map<String, CaptureWriter> writers = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(captures)) {
            files = listed.filter(file -> file.toString().endsWith(".sonde")).toList();
        }
        try {
            for (Path file : files) {
                CaptureReader.read(file, entry -> write(writers, scratch, entry));
            }
        } finally {
            for (CaptureWriter writer : writers.values()) {
                writer.close();
            }
        }
        Path empty = scratch.resolve("nothing.sonde");
        CaptureWriter.create(empty).close();
        Map<String, Long> bytes = new TreeMap<>();
        for (String kind : writers.keySet()) {
            bytes.put(kind, Files.size(scratch.resolve(kind + ".sonde")) - Files.size(empty));
        }
        return bytes;
    }

    private static void write(Map<String, CaptureWriter> writers, Path scratch, CaptureRecord entry) {
        String kind = entry.getClass().getSimpleName();
        try {
            CaptureWriter writer = writers.get(kind);
            if (writer == null) {
                writer = CaptureWriter.create(scratch.resolve(kind + ".sonde"));
                writers.put(kind, writer);
            }
            writer.write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
