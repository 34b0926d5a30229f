package dev.sonde.spring;

import dev.sonde.profiler.settings.ProfilerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** The profiler's settings from those of Spring. */
final class Settings {

    private static final int MEGABYTE = 1 << 20;

    private Settings() {}

    /**
     * What the profiler is given.
     *
     * @throws SettingsException with all problems
     */
    static ProfilerSettings of(SondeProperties properties, Environment environment, @Nullable BuildProperties build) {
        List<String> problems = new ArrayList<>();
        Map<String, String> settings = new TreeMap<>();
        settings.put("sonde.enabled", "true");
        put(
                settings,
                "sonde.folder",
                properties.folder() == null ? null : properties.folder().toString());
        put(settings, "sonde.service", first(properties.service(), environment.getProperty("spring.application.name")));
        put(settings, "sonde.version", first(properties.version(), build == null ? null : build.getVersion()));
        put(settings, "sonde.binds", properties.binds());
        put(settings, "sonde.values", String.join(",", properties.values()));
        put(settings, "sonde.slow-threshold", millis("sonde.slow-threshold", properties.slowThreshold(), problems));
        put(settings, "sonde.overhead-budget", properties.overheadBudget());
        put(settings, "sonde.folder-size", megabytes("sonde.folder-size", properties.folderSize(), problems));
        put(settings, "sonde.file-size", megabytes("sonde.file-size", properties.fileSize(), problems));
        put(settings, "sonde.ring-size", Integer.toString(properties.ringSize()));
        put(settings, "sonde.writer-limit", properties.writerLimit());
        put(settings, "sonde.flush-interval", millis("sonde.flush-interval", properties.flushInterval(), problems));
        put(settings, "sonde.detail", properties.detail());
        put(
                settings,
                "sonde.summary-interval",
                seconds("sonde.summary-interval", properties.summaryInterval(), problems));
        put(settings, "sonde.ship-to", properties.shipTo());
        put(settings, "sonde.ship-timeout", seconds("sonde.ship-timeout", properties.shipTimeout(), problems));
        put(settings, "sonde.mdc-keys", String.join(",", properties.mdcKeys()));
        ProfilerSettings result = null;
        try {
            result = ProfilerSettings.of(settings, new Properties());
        } catch (IllegalArgumentException e) {
            problems.addAll(List.of(String.valueOf(e.getMessage()).split("; ")));
        }
        if (result == null || !problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return result;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            settings.put(name, value);
        }
    }

    private static @Nullable String first(@Nullable String value, @Nullable String other) {
        return value == null || value.isBlank() ? other : value;
    }

    private static String millis(String name, Duration value, List<String> problems) {
        if (value.getNano() % 1_000_000 != 0) {
            problems.add(name + " must be in whole milliseconds: " + value);
            return "1000ms";
        }
        return value.toMillis() + "ms";
    }

    private static String seconds(String name, Duration value, List<String> problems) {
        if (value.getNano() != 0) {
            problems.add(name + " must be in whole seconds: " + value);
            return "60s";
        }
        return value.toSeconds() + "s";
    }

    private static String megabytes(String name, DataSize value, List<String> problems) {
        if (value.toBytes() % MEGABYTE != 0) {
            problems.add(name + " must be in whole MB: " + value);
            return "64MB";
        }
        return value.toMegabytes() + "MB";
    }
}
