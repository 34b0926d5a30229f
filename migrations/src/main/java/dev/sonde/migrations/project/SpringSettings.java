package dev.sonde.migrations.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the application files of one Spring Boot module say about Flyway and its data source, by profile. */
final class SpringSettings {

    private static final String FLYWAY = "spring.flyway.";
    private static final String DATA_SOURCE_URL = "spring.datasource.url";
    private static final String POOL_SQL = "spring.datasource.hikari.connectioninitsql";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}:]+)(?::([^${}]*))?}");
    private static final String NO_PROFILE = "";

    private final Map<String, String> environment;
    /** By profile, then by Spring's name in lower case without dashes; later files override earlier ones. */
    private final Map<String, Map<String, Setting>> byProfile = new TreeMap<>();

    private String file = "";
    private boolean flywayNamed;

    private SpringSettings(Map<String, String> environment) {
        this.environment = environment;
    }

    static SpringSettings of(Map<String, String> files, Map<String, String> environment, List<String> problems) {
        SpringSettings settings = new SpringSettings(environment);
        settings.byProfile.put(NO_PROFILE, new TreeMap<>());
        List<String> names = new ArrayList<>(files.keySet());
        names.removeIf(name -> !ProjectFiles.isSpring(fileName(name)));
        // Spring's order: a file beside the jar overrides one in it, properties override YAML.
        names.sort(Comparator.comparing((String name) -> !name.contains("src/main/resources/"))
                .thenComparing(name -> name.endsWith(".properties"))
                .thenComparing(Comparator.naturalOrder()));
        for (String name : names) {
            List<String> faults = new ArrayList<>();
            String text = files.getOrDefault(name, "");
            settings.add(
                    name,
                    name.endsWith(".properties") ? PropertiesFile.read(text, faults) : YamlFile.read(text, faults));
            faults.forEach(fault -> problems.add(name + ": " + fault));
        }
        return settings;
    }

    /** Whether any file has a key of Flyway's. */
    boolean namesFlyway() {
        return flywayNamed;
    }

    boolean isEmpty() {
        return file.isEmpty();
    }

    /** The settings without a profile, and those with each profile that changes what concerns Flyway. */
    List<FlywaySettings> settings(Path folder) {
        List<FlywaySettings> all = new ArrayList<>();
        for (String profile : new TreeSet<>(byProfile.keySet())) {
            Map<String, Setting> spring = new TreeMap<>(byProfile.getOrDefault(NO_PROFILE, Map.of()));
            spring.putAll(byProfile.getOrDefault(profile, Map.of()));
            all.add(new FlywaySettings(
                    folder,
                    Runner.SPRING_BOOT,
                    Optional.of(profile).filter(name -> !name.isEmpty()),
                    Optional.of(file).filter(name -> !name.isEmpty()),
                    flyway(spring)));
        }
        return all;
    }

    private void add(String name, List<ConfigEntry> entries) {
        String ofFile = fileName(name).replaceFirst("^application-?(.*)\\.\\w+$", "$1");
        if (ofFile.isEmpty() && (file.isEmpty() || entries.stream().anyMatch(entry -> isFlyway(entry.key())))) {
            file = name;
        }
        for (ConfigEntry entry : entries) {
            String key = springKey(entry.key());
            boolean flyway = isFlyway(entry.key());
            boolean wanted = flyway || key.equals(DATA_SOURCE_URL) || key.equals(POOL_SQL);
            if (!wanted || SettingKey.isSecret(entry.key())) {
                continue;
            }
            flywayNamed |= flyway;
            String profile = ofFile.isEmpty() ? profileOf(entry.document(), entries) : ofFile;
            Setting setting = new Setting(resolved(entry.value(), entries), new Origin(name, entry.line()));
            boolean nextOfList = entry.key().matches(".*\\[[1-9]\\d*]");
            byProfile
                    .computeIfAbsent(profile, p -> new TreeMap<>())
                    .merge(key, setting, (old, next) -> nextOfList ? joined(old, next) : next);
        }
    }

    private static Setting joined(Setting list, Setting item) {
        return new Setting(list.value() + "," + item.value(), list.origin());
    }

    private static boolean isFlyway(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith(FLYWAY);
    }

    private static String springKey(String key) {
        String name = key.replaceFirst("\\[\\d+]$", "");
        if (name.toLowerCase(Locale.ROOT).startsWith(FLYWAY)) {
            return FLYWAY + SettingKey.of(name.substring(FLYWAY.length()));
        }
        return name.toLowerCase(Locale.ROOT).replace("-", "");
    }

    private static String profileOf(int document, List<ConfigEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.document() == document
                        && (entry.key().equals("spring.config.activate.on-profile")
                                || entry.key().equals("spring.profiles")))
                .map(ConfigEntry::value)
                .findFirst()
                .orElse(NO_PROFILE);
    }

    /** Spring's placeholders, as far as the environment, the same file or a default give them. */
    private String resolved(String value, List<ConfigEntry> entries) {
        String text = value;
        for (int depth = 0; depth < 5; depth++) {
            String before = text;
            text = PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, entries)));
            if (text.equals(before)) {
                break;
            }
        }
        return JdbcUrl.masked(text);
    }

    private String value(MatchResult found, List<ConfigEntry> entries) {
        String name = found.group(1);
        if (SettingKey.isSecret(name)) {
            return "***";
        }
        String variable = environment.get(name);
        if (variable == null) {
            variable = environment.get(
                    name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""));
        }
        if (variable != null) {
            return variable;
        }
        for (ConfigEntry entry : entries) {
            if (entry.key().equals(name)) {
                return entry.value();
            }
        }
        return found.group(2) == null ? found.group() : found.group(2);
    }

    private Map<String, Setting> flyway(Map<String, Setting> spring) {
        Map<String, Setting> flyway = new TreeMap<>();
        spring.forEach((key, setting) -> {
            if (key.startsWith(FLYWAY)) {
                flyway.put(key.substring(FLYWAY.length()), setting);
            }
        });
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith("SPRING_FLYWAY_") && !SettingKey.isSecret(name)) {
                flyway.put(SettingKey.of(name.substring("SPRING_FLYWAY_".length())), fromEnvironment(name, value));
            }
        });
        // Without a URL of its own, Flyway gets its connections from the service's pool.
        if (!flyway.containsKey("url")) {
            Setting url = environment.containsKey("SPRING_DATASOURCE_URL")
                    ? fromEnvironment("SPRING_DATASOURCE_URL", environment.get("SPRING_DATASOURCE_URL"))
                    : spring.get(DATA_SOURCE_URL);
            if (url != null) {
                flyway.put("url", url);
                flyway.put(FlywaySettings.URL_OF_POOL, url);
            }
            if (spring.containsKey(POOL_SQL) && !flyway.containsKey("initsql")) {
                flyway.put("initsql", spring.get(POOL_SQL));
            }
        }
        return flyway;
    }

    static Setting fromEnvironment(String name, @Nullable String value) {
        return new Setting(JdbcUrl.masked(String.valueOf(value)), new Origin("environment variable " + name, 0));
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
