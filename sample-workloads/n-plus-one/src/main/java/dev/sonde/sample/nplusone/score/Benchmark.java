package dev.sonde.sample.nplusone.score;

import dev.sonde.sample.nplusone.Programs;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.record.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Records every program, lets every detector decide on the same streams, and writes the page; the first argument names
 * the file.
 */
public final class Benchmark {
    private static final Path PAGE = Path.of("docs", "n-plus-one-benchmark.md");

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 1 || (arguments.length == 1 && arguments[0].startsWith("-"))) {
            System.err.println(
                    "usage: java -jar sonde-n-plus-one.jar [FILE]; FILE is docs/n-plus-one-benchmark.md if not given");
            System.exit(2);
        }
        Path page = arguments.length == 1 ? Path.of(arguments[0]) : PAGE;
        Path folder = page.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            System.err.println("no such folder: " + folder + "; run from the root of the repository, or name the file");
            System.exit(2);
        }
        Results results = results();
        write(page, new BenchmarkPage(results).under(header(results)));
        System.err.println("wrote " + page);
    }

    private static Results results() throws Exception {
        try (Recorder recorder = Recorder.start()) {
            List<RecordedRun> runs = recorder.recordAll(Programs.all());
            System.err.println("recorded " + runs.size() + " runs");
            return Results.of(Detector.all(), runs);
        }
    }

    private static String header(Results results) {
        Runtime.Version java = Runtime.version();
        return results.runs().size() + " runs of " + Programs.all().size() + " programs; "
                + LocalDate.now(ZoneOffset.UTC) + ", Java " + java.feature() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors. Written by `make n-plus-one`.";
    }

    private static void write(Path page, String text) throws IOException {
        Files.writeString(page, text);
    }
}
