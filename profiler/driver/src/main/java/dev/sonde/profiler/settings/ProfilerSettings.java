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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one profiled data source. A setting {@code sonde.x-y} is looked for in the JDBC URL's parameters, the
 * connection properties, the system properties and the environment ({@code SONDE_X_Y}), in this order. Two data
 * sources with equal settings and database share one capture.
 *
 * @param enabled whether connections are wrapped at all
 * @param folder where capture files go; {@link #NO_FOLDER} if nothing is to be written
 * @param service name of the service in reports
 * @param version version of the service
 * @param binds what is kept of bind values
 * @param slowThreshold from which time on an execution is slow
 * @param fileBytes size at which a file is closed and the next one begun
 * @param folderBytes size of all files of this service above which the oldest are deleted
 * @param ringSize executions that may wait for the writer, a power of two
 * @param overheadBudget our time on the service's threads as a share of its statements' time, 0.01 for 1 %
 * @param writerLimit share of one processor that the writer thread may use, 0.25 for 25 %
 * @param values what {@code binds=values} may keep
 * @param flushInterval after which what was captured is in the file
 * @param detail whether single executions are written, or sums of them
 * @param summaryInterval after which sums are written
 * @param shipTo where finished files go, {@link ShipTarget#NOWHERE} if they stay
 * @param shipTimeout after which an attempt to ship a file is given up
 * @param mdcKeys keys of SLF4J's MDC that hold a trace identifier
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
        int ringSize,
        double overheadBudget,
        double writerLimit,
        List<String> mdcKeys,
        ValueRules values,
        Duration flushInterval,
        Detail detail,
        Duration summaryInterval,
        ShipTarget shipTo,
        Duration shipTimeout) {

    /** Instead of a folder: nothing is written, and only listeners within the process learn what is recorded. */
    public static final Path NO_FOLDER = Path.of("none");

    public ProfilerSettings {
        mdcKeys = List.copyOf(mdcKeys);
    }

    /**
     * By hand, because {@code java.lang.runtime.ObjectMethods} of JDK 17, which compares records, holds on to the last
     * type it compared, and so to the class loader of a web application that was undeployed.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProfilerSettings settings && components().equals(settings.components());
    }

    @Override
    public int hashCode() {
        return components().hashCode();
    }

    /** Whether capture files are written. */
    public boolean keepsFiles() {
        return !folder.equals(NO_FOLDER);
    }

    private List<Object> components() {
        return List.of(
                enabled,
                folder,
                service,
                version,
                binds,
                slowThreshold,
                fileBytes,
                folderBytes,
                ringSize,
                overheadBudget,
                writerLimit,
                mdcKeys,
                values,
                flushInterval,
                detail,
                summaryInterval,
                shipTo,
                shipTimeout);
    }

    /** What is written of single executions. */
    public enum Detail {
        /** Each, as long as the budget allows. */
        FULL,
        /** The first ones and some slow ones of each statement, and sums of all. */
        SUMMARY
    }

    /** What is kept of bind values. */
    public enum Binds {
        /** Keyed 32-bit hashes. */
        HASHED,
        /** Nothing; N+1 patterns can then not be proved. */
        NONE,
        /** Hashes, and for a sample of the executions those values that the allow-list names. */
        VALUES;

        /** As in the setting and in the file. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
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
            "sonde.ring-size",
            "sonde.overhead-budget",
            "sonde.writer-limit",
            "sonde.mdc-keys",
            "sonde.values",
            "sonde.flush-interval",
            "sonde.detail",
            "sonde.summary-interval",
            "sonde.ship-to",
            "sonde.ship-timeout");

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
                Path.of(lookup.text("sonde.folder", defaultFolder(system).toString())),
                lookup.text("sonde.service", system.getProperty("spring.application.name", "service")),
                lookup.text("sonde.version", ""),
                lookup.binds("sonde.binds"),
                Duration.ofMillis(lookup.number("sonde.slow-threshold", "ms", 50, 0, Integer.MAX_VALUE)),
                lookup.number("sonde.file-size", "MB", 64, 1, 1 << 20) << 20,
                lookup.number("sonde.folder-size", "MB", 1024, 1, 1 << 20) << 20,
                Integer.highestOneBit((int) lookup.number("sonde.ring-size", "", 8192, 64, 1 << 20)),
                lookup.share("sonde.overhead-budget", 0.01, 1000),
                lookup.share("sonde.writer-limit", 0.25, 1),
                lookup.list("sonde.mdc-keys", "traceId,trace_id"),
                lookup.values("sonde.values"),
                Duration.ofMillis(lookup.number("sonde.flush-interval", "ms", 2_000, 50, 3_600_000)),
                lookup.detail("sonde.detail"),
                Duration.ofSeconds(lookup.number("sonde.summary-interval", "s", 3_600, 1, 86_400)),
                ShipTarget.parse("sonde.ship-to", lookup.text("sonde.ship-to", ""), lookup.problems),
                Duration.ofSeconds(lookup.number("sonde.ship-timeout", "s", 60, 1, 3_600)));
        boolean allowsNothing = settings.values().equals(ValueRules.NONE);
        if (settings.binds() == Binds.VALUES && lookup.find("sonde.values") == null) {
            lookup.problems.add("sonde.binds=values keeps nothing without an allow-list: set sonde.values,"
                    + " for example to type:bigint,column:orders.status");
        } else if (settings.binds() != Binds.VALUES && !allowsNothing) {
            lookup.problems.add("sonde.values has no effect without sonde.binds=values");
        }
        if (settings.shipTo().isFolder(settings.folder())) {
            lookup.problems.add(
                    "sonde.ship-to must be another folder than sonde.folder: a shipped file is deleted here");
        }
        if (!lookup.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", lookup.problems));
        }
        return settings;
    }

    /** Where captures go if nothing is set: where every user of the machine can write, so to be used with care. */
    public static Path defaultFolder(Properties system) {
        return Path.of(system.getProperty("java.io.tmpdir", "."), "sonde");
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
                case "values" -> Binds.VALUES;
                default -> {
                    problems.add(name + " must be hashed, none or values: " + value);
                    yield Binds.NONE;
                }
            };
        }

        Detail detail(String name) {
            String value = text(name, "full");
            if (!value.equals("full") && !value.equals("summary")) {
                problems.add(name + " must be full or summary: " + value);
            }
            return value.equals("summary") ? Detail.SUMMARY : Detail.FULL;
        }

        List<String> list(String name, String fallback) {
            return Stream.of(text(name, fallback).split(","))
                    .map(String::trim)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }

        ValueRules values(String name) {
            return ValueRules.parse(name, list(name, ""), problems);
        }

        double share(String name, double fallback, double max) {
            String value = find(name);
            if (value == null) {
                return fallback;
            }
            try {
                return percent(name, value, max);
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
                return fallback;
            }
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

    /**
     * Reads a share given in per cent.
     *
     * @throws IllegalArgumentException if it is no number or not within 0 and {@code max}
     */
    public static double percent(String name, String value, double max) {
        String digits = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
        try {
            double share = Double.parseDouble(digits.trim()) / 100;
            if (share >= 0 && share <= max) {
                return share;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw new IllegalArgumentException(
                name + " must be a number from 0 to " + Math.round(100 * max) + ", in %: " + value);
    }

    /** Whether the parameter of a JDBC URL is one of ours. */
    public static boolean isOurs(String parameter) {
        return parameter.startsWith(PREFIX);
    }
}
