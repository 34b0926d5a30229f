package dev.sonde.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report as a file. A run of some parts only replaces their sections; those of the other parts stay, each with the
 * date and machine of its own run.
 */
public final class ReportFile {

    private static final Pattern SECTION =
            Pattern.compile("<!-- begin ([a-z]+) -->\n(.*?)<!-- end \\1 -->\n", Pattern.DOTALL);

    private static final String HEAD = """
            # Benchmarks

            Sonde and its peers, measured in the same run, so that the ratios hold even where the machine is slow or
            noisy; absolute times are those of the machine named. Written by `sample-workloads/benchmarks`:

            ```sh
            make bench                              # all but the soak
            make bench ARGS="--only stub,heap"      # some parts; the sections of the others stay as they are
            make bench ARGS="--only selection,execution --peers DIR"   # beside others' algorithms, checked out in DIR
            make bench ARGS="--only targets"        # the stub driver's target cases alone, for work on the profiler
            make bench ARGS=--quick                 # shows that all of it runs; its figures mean nothing
            make soak                               # ten minutes of steady load; fails if memory or threads grow
            ```

            Use a quiet machine. Every competitor runs with what it does by default, in a process of its own: the raw
            driver, Sonde (also with the governor of its own cost switched off, "nothing shed", and so with `sonde.detail=summary`), p6spy with a listener that does nothing (the least that p6spy's wrappers cost), p6spy with
            its default log to a file, datasource-proxy with a listener that counts, and OpenTelemetry's JDBC
            instrumentation with a batch processor whose exporter forgets the spans.
            """;

    private ReportFile() {}

    /** Writes the sections into the file, which need not exist. */
    public static void update(Path file, List<Section> sections, List<String> order, Machine machine)
            throws IOException {
        Map<String, String> kept = Files.exists(file) ? sections(Files.readString(file)) : new LinkedHashMap<>();
        for (Section section : sections) {
            kept.put(section.name(), section.markdown(machine.description()));
        }
        StringBuilder text = new StringBuilder(HEAD);
        for (String name : order) {
            String section = kept.get(name);
            if (section != null) {
                text.append("\n<!-- begin ")
                        .append(name)
                        .append(" -->\n")
                        .append(section)
                        .append("<!-- end ")
                        .append(name)
                        .append(" -->\n");
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }

    /** Writes a section into a page that has its marks already; all else on the page stays. */
    public static void insert(Path page, Section section, Machine machine) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- begin " + section.name() + " -->\n";
        String end = "<!-- end " + section.name() + " -->\n";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(page + ": no place for the section " + section.name());
        }
        Files.writeString(
                page,
                text.substring(0, from + begin.length())
                        + section.markdown(machine.description())
                        + text.substring(to));
    }

    private static Map<String, String> sections(String report) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher found = SECTION.matcher(report);
        while (found.find()) {
            sections.put(found.group(1), found.group(2));
        }
        return sections;
    }
}
