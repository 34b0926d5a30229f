package dev.sonde.profiler.session;

import dev.sonde.profiler.settings.ProfilerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the system properties {@code sonde.enabled}, {@code sonde.slow-threshold} and {@code sonde.overhead-budget}
 * while a session runs: whoever sets one of them changes the running capture within a second. What they held when the
 * session began was taken into account by its settings. Used by the writer thread only.
 */
final class LiveSettings {

    private final Map<String, Consumer<String>> settings = new LinkedHashMap<>();
    private final Map<String, String> seen = new LinkedHashMap<>();

    LiveSettings(CaptureSession session) {
        settings.put("sonde.enabled", value -> {
            if (Boolean.parseBoolean(value)) {
                session.resume();
            } else {
                session.pause();
            }
        });
        settings.put(
                "sonde.slow-threshold",
                value -> session.slowThreshold(Duration.ofMillis(
                        Long.parseLong(value.replaceFirst("ms$", "").trim()))));
        settings.put(
                "sonde.overhead-budget",
                value -> session.overheadBudget(ProfilerSettings.percent("sonde.overhead-budget", value, 1000)));
        for (String name : settings.keySet()) {
            seen.put(name, property(name));
        }
    }

    void read() {
        settings.forEach((name, change) -> {
            String value = property(name);
            if (!Objects.equals(seen.put(name, value), value) && !value.isEmpty()) {
                try {
                    change.accept(value);
                    ServiceLog.info("{0} is now {1}", name, value);
                } catch (IllegalArgumentException e) {
                    ServiceLog.warning("{0} stays as it was: {1}", name, String.valueOf(e.getMessage()));
                }
            }
        });
    }

    private static String property(String name) {
        @Nullable String value = System.getProperty(name);
        return value == null ? "" : value.trim();
    }
}
