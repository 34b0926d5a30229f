package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.competitor.Seen;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where a fork may write, and how it tells its parent what JMH has no place for. */
final class ForkFolder {

    static final String PROPERTY = "sonde.benchmarks.folder";
    private static final String SEEN = "seen.properties";

    private ForkFolder() {}

    /** The folder that the parent made for this fork; a new one if JMH's own command started it. */
    static Path ofThisFork() throws IOException {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            folder = Files.createTempDirectory("sonde-benchmark-").toString();
            System.setProperty(PROPERTY, folder);
        }
        return Path.of(folder);
    }

    static void write(Path folder, Seen seen) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("executions", Long.toString(seen.executions()));
        properties.setProperty("detailsLost", Long.toString(seen.detailsLost()));
        properties.setProperty("reduced", Long.toString(seen.reduced()));
        properties.setProperty("bytes", Long.toString(seen.bytes()));
        try (Writer file = Files.newBufferedWriter(folder.resolve(SEEN))) {
            properties.store(file, null);
        }
    }

    static Seen read(Path folder) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve(SEEN))) {
            properties.load(file);
        }
        return new Seen(
                number(properties, "executions"),
                number(properties, "detailsLost"),
                number(properties, "reduced"),
                number(properties, "bytes"));
    }

    private static long number(Properties properties, String name) {
        return Long.parseLong(properties.getProperty(name));
    }
}
