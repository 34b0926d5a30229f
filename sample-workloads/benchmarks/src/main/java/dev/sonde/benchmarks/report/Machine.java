package dev.sonde.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where, when and with what a figure was taken; no name of the machine. */
public record Machine(String description) {

    /** This machine, now. The load shows how quiet it was before the run. */
    public static Machine here() throws IOException {
        String processor = field("/proc/cpuinfo", "model name");
        long memory = kilobytes(field("/proc/meminfo", "MemTotal"));
        return new Machine(String.format(
                Locale.ROOT,
                "Taken %s on %d processors%s, %s%s %s, %s %s; load before the run %.2f. %s.",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .format(ZonedDateTime.now(ZoneOffset.UTC)),
                Runtime.getRuntime().availableProcessors(),
                processor.isEmpty() ? "" : " (" + processor + ")",
                memory == 0 ? "" : String.format(Locale.ROOT, "%.0f GB, ", memory / 1e6),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                versions()));
    }

    private static String versions() throws IOException {
        Properties versions = new Properties();
        try (InputStream file =
                Objects.requireNonNull(Machine.class.getResourceAsStream("versions.properties"), "versions")) {
            versions.load(file);
        }
        return new TreeMap<>(versions)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String field(String file, String name) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return "";
        }
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static long kilobytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
