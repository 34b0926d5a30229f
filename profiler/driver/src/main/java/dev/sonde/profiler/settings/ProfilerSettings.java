package dev.sonde.profiler.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one profiled data source. A setting {@code sonde.x-y} is looked for in the JDBC URL's parameters, the
 * connection properties, the system properties and the environment ({@code SONDE_X_Y}), in this order. Two data
 * sources with equal settings and database share one capture.
 *
 * @param enabled whether connections are wrapped at all
 * @param folder where capture files go
 * @param service name of the service in reports
 * @param version version of the service
 * @param binds what is kept of bind values
 * @param slowThreshold from which time on an execution is slow
 * @param fileBytes size at which a file is closed and the next one begun
 * @param folderBytes size of all files of this service above which the oldest are deleted
 * @param ringSize executions that may wait for the writer, a power of two
 */
public record ProfilerSettings(
        boolean enabled,
        Path folder,
        String service,
        String version,
        Binds binds,
        Duration slowThreshold,
        long fileBytes,
        long folderBytes,
        int ringSize) {

    /** What is kept of bind values. */
    public enum Binds {
        /** Keyed 32-bit hashes. */
        HASHED,
        /** Nothing; N+1 patterns can then not be proved. */
        NONE
    }

    private static final String PREFIX = "sonde.";
    private static final Set<String> NAMES = Set.of(
            "sonde.enabled",
            "sonde.folder",
            "sonde.service",
            "sonde.version",
            "sonde.binds",
            "sonde.slow-threshold",
            "sonde.file-size",
            "sonde.folder-size",
            "sonde.ring-size");

    /**
     * Reads the settings.
     *
     * @param url parameters of the JDBC URL that begin with {@code sonde.}
     * @throws IllegalArgumentException with all problems in one message
     */
    public static ProfilerSettings of(Map<String, String> url, Properties properties) {
        return of(url, properties, System.getProperties(), System.getenv());
    }

    static ProfilerSettings of(
            Map<String, String> url, Properties properties, Properties system, Map<String, String> environment) {
        Lookup lookup = new Lookup(url, properties, system, environment);
        for (String name : url.keySet()) {
            if (!NAMES.contains(name)) {
                lookup.problems.add("unknown setting " + name + " in the JDBC URL; known are "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
        }
        ProfilerSettings settings = new ProfilerSettings(
                lookup.flag("sonde.enabled", true),
                Path.of(lookup.text(
                        "sonde.folder",
                        Path.of(system.getProperty("java.io.tmpdir", "."), "sonde")
                                .toString())),
                lookup.text("sonde.service", system.getProperty("spring.application.name", "service")),
                lookup.text("sonde.version", ""),
                lookup.binds("sonde.binds"),
                Duration.ofMillis(lookup.number("sonde.slow-threshold", "ms", 50, 0, Integer.MAX_VALUE)),
                lookup.number("sonde.file-size", "MB", 64, 1, 1 << 20) << 20,
                lookup.number("sonde.folder-size", "MB", 1024, 1, 1 << 20) << 20,
                Integer.highestOneBit((int) lookup.number("sonde.ring-size", "", 8192, 64, 1 << 20)));
        if (!lookup.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", lookup.problems));
        }
        return settings;
    }

    private record Lookup(
            Map<String, String> url,
            Properties properties,
            Properties system,
            Map<String, String> environment,
            List<String> problems) {

        Lookup(Map<String, String> url, Properties properties, Properties system, Map<String, String> environment) {
            this(new TreeMap<>(url), properties, system, environment, new ArrayList<>());
        }

        @Nullable
        String find(String name) {
            String value = url.get(name);
            if (value == null) {
                value = properties.getProperty(name);
            }
            if (value == null) {
                value = system.getProperty(name);
            }
            if (value == null) {
                value = environment.get(
                        name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            }
            return value == null || value.isBlank() ? null : value.trim();
        }

        String text(String name, String fallback) {
            String value = find(name);
            return value == null ? fallback : value;
        }

        boolean flag(String name, boolean fallback) {
            String value = find(name);
            if (value == null) {
                return fallback;
            }
            if (!value.equals("true") && !value.equals("false")) {
                problems.add(name + " must be true or false: " + value);
            }
            return value.equals("true");
        }

        Binds binds(String name) {
            String value = text(name, "hashed");
            return switch (value) {
                case "hashed" -> Binds.HASHED;
                case "none" -> Binds.NONE;
                default -> {
                    problems.add(name + " must be hashed or none: " + value);
                    yield Binds.NONE;
                }
            };
        }

        long number(String name, String unit, long fallback, long min, long max) {
            String value = find(name);
            if (value == null) {
                return fallback;
            }
            String digits = value.endsWith(unit) ? value.substring(0, value.length() - unit.length()) : value;
            try {
                long number = Long.parseLong(digits.trim());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below, with the range
            }
            problems.add(name + " must be a number from " + min + " to " + max + (unit.isEmpty() ? "" : ", in " + unit)
                    + ": " + value);
            return fallback;
        }
    }

    /** Whether the parameter of a JDBC URL is one of ours. */
    public static boolean isOurs(String parameter) {
        return parameter.startsWith(PREFIX);
    }
}
