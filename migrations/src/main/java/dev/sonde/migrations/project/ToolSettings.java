package dev.sonde.migrations.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one module's build files and Flyway's own configuration files say. A configuration file is overridden by the
 * build's block, and that by the environment.
 *
 * @param file the configuration file of Flyway's own, empty if there is none
 */
record ToolSettings(
        Optional<String> file,
        Map<String, Setting> ofFile,
        Optional<String> pom,
        boolean mavenPlugin,
        Map<String, Setting> ofMaven,
        Optional<String> gradle,
        boolean gradlePlugin,
        Map<String, Setting> ofGradle,
        boolean mentionsFlyway,
        boolean mentionsSpring) {

    static ToolSettings of(Map<String, String> files, List<String> problems) {
        Map<String, Setting> ofFile = new TreeMap<>();
        Map<String, Setting> ofMaven = new TreeMap<>();
        Map<String, Setting> ofGradle = new TreeMap<>();
        String file = null;
        String pom = null;
        String gradle = null;
        boolean mavenPlugin = false;
        boolean gradlePlugin = false;
        StringBuilder builds = new StringBuilder();
        for (Map.Entry<String, String> entry : files.entrySet()) {
            String path = entry.getKey();
            String text = entry.getValue();
            String name = path.substring(path.lastIndexOf('/') + 1);
            List<String> faults = new ArrayList<>();
            if (name.equals("pom.xml")) {
                MavenPom maven = MavenPom.read(text, faults);
                put(ofMaven, "", maven.entries(), path);
                mavenPlugin = maven.hasPlugin();
                pom = path;
                builds.append(text);
            } else if (name.startsWith("build.gradle")) {
                List<ConfigEntry> block = GradleBlock.read(text);
                put(ofGradle, "", block, path);
                gradlePlugin = !block.isEmpty() || text.contains("org.flywaydb.flyway");
                gradle = path;
                builds.append(text);
            } else if (name.endsWith(".toml")) {
                putToml(ofFile, TomlFile.read(text, faults), path);
                // The user's own file comes after flyway.toml and is not where a project's settings belong.
                file = name.equals("flyway.toml") || file == null ? path : file;
            } else if (name.equals("flyway.conf")) {
                put(ofFile, "flyway.", PropertiesFile.read(text, faults), path);
                file = path;
            }
            faults.forEach(fault -> problems.add(path + ": " + fault));
        }
        String build = builds.toString();
        return new ToolSettings(
                Optional.ofNullable(file),
                ofFile,
                Optional.ofNullable(pom),
                mavenPlugin,
                ofMaven,
                Optional.ofNullable(gradle),
                gradlePlugin,
                ofGradle,
                build.contains("flyway"),
                build.contains("spring-boot") || build.contains("org.springframework.boot"));
    }

    /** What {@code FLYWAY_*} says; it overrides all files. */
    static Map<String, Setting> ofEnvironment(Map<String, String> environment) {
        Map<String, Setting> settings = new TreeMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith("FLYWAY_") && !SettingKey.isSecret(name)) {
                settings.put(
                        SettingKey.of(name.substring("FLYWAY_".length())), SpringSettings.fromEnvironment(name, value));
            }
        });
        return settings;
    }

    private static void put(Map<String, Setting> settings, String prefix, List<ConfigEntry> entries, String path) {
        for (ConfigEntry entry : entries) {
            if (entry.key().startsWith(prefix) && !SettingKey.isSecret(entry.key())) {
                settings.put(
                        SettingKey.of(entry.key().substring(prefix.length())),
                        new Setting(JdbcUrl.masked(entry.value()), new Origin(path, entry.line())));
            }
        }
    }

    /** {@code [flyway]}, and of {@code [environments.NAME]} the one that is used. */
    private static void putToml(Map<String, Setting> settings, List<ConfigEntry> entries, String path) {
        put(settings, "flyway.", entries, path);
        Setting chosen = settings.get("environment");
        put(settings, "environments." + (chosen == null ? "default" : chosen.value()) + ".", entries, path);
    }
}
