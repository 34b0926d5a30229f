package dev.sonde.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that benchmarks write to. */
public final class Folders {

    private Folders() {}

    /** Deletes a folder and all that is in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> content;
        try (Stream<Path> walked = Files.walk(folder)) {
            content = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : content) {
            Files.deleteIfExists(path);
        }
    }
}
