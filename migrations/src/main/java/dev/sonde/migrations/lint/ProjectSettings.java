package dev.sonde.migrations.lint;

import dev.sonde.migrations.project.JdbcUrl;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the rules need to know of a project's Flyway settings, under Flyway's own property names. */
public final class ProjectSettings {

    private static final String PLACEHOLDER = "flyway.placeholders.";

    private final Map<String, String> properties;

    private ProjectSettings(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    /** Flyway's defaults. */
    public static ProjectSettings ofDefaults() {
        return new ProjectSettings(Map.of());
    }

    /** Settings by name, such as {@code flyway.outOfOrder}; all others are Flyway's defaults. */
    public static ProjectSettings of(Map<String, String> properties) {
        return new ProjectSettings(properties);
    }

    /** The settings as given. */
    public Map<String, String> properties() {
        return new TreeMap<>(properties);
    }

    /** Whether a concurrent build hangs: the lock is transactional, and its transaction keeps a snapshot. */
    public boolean concurrentBuildHangs() {
        return is("flyway.postgresql.transactional.lock", true)
                && !JdbcUrl.of(text("flyway.url").orElse("")).isSimpleQueryMode();
    }

    /** Whether pending migrations run in one transaction. */
    public boolean group() {
        return is("flyway.group", false);
    }

    /** Whether a file may mix statements with and without a transaction. */
    public boolean mixed() {
        return is("flyway.mixed", false);
    }

    /** Whether files run in a transaction if nothing speaks against it. */
    public boolean executeInTransaction() {
        return is("flyway.executeInTransaction", true);
    }

    /** Whether a version below the highest applied one is accepted. */
    public boolean outOfOrder() {
        return is("flyway.outOfOrder", false);
    }

    /** Whether a name that is no migration's fails the run. */
    public boolean validateMigrationNaming() {
        return is("flyway.validateMigrationNaming", false);
    }

    /** Whether placeholders are replaced. */
    public boolean placeholderReplacement() {
        return is("flyway.placeholderReplacement", true);
    }

    /** Names of placeholders that have a value. */
    public Set<String> placeholders() {
        Set<String> names = new TreeSet<>();
        for (String property : properties.keySet()) {
            if (property.startsWith(PLACEHOLDER)) {
                names.add(property.substring(PLACEHOLDER.length()));
            }
        }
        return names;
    }

    /** How a placeholder begins. */
    public String placeholderPrefix() {
        return text("flyway.placeholderPrefix").orElse("${");
    }

    /** How a placeholder ends. */
    public String placeholderSuffix() {
        return text("flyway.placeholderSuffix").orElse("}");
    }

    /** How names of versioned migrations begin. */
    public String versionedPrefix() {
        return text("flyway.sqlMigrationPrefix").orElse("V");
    }

    /** How names of repeatable migrations begin. */
    public String repeatablePrefix() {
        return text("flyway.repeatableSqlMigrationPrefix").orElse("R");
    }

    /** What stands between version and description. */
    public String separator() {
        return text("flyway.sqlMigrationSeparator").orElse("__");
    }

    /** How names of SQL migrations end. */
    public List<String> suffixes() {
        return List.of(text("flyway.sqlMigrationSuffixes").orElse(".sql").split("\\s*,\\s*"));
    }

    /** The place that sets {@code lock_timeout} for all migrations, as far as the settings show one. */
    public Optional<String> lockTimeoutFrom() {
        if (text("flyway.url").orElse("").contains("lock_timeout")) {
            return Optional.of("flyway.url");
        }
        if (text("flyway.initSql").orElse("").contains("lock_timeout")) {
            return Optional.of("flyway.initSql");
        }
        return Optional.empty();
    }

    private Optional<String> text(String property) {
        return Optional.ofNullable(properties.get(property));
    }

    private boolean is(String property, boolean otherwise) {
        String value = text(property).orElse("").strip().toLowerCase(Locale.ROOT);
        // What is neither, such as a placeholder, is not known: Flyway's default is assumed
        return value.equals("true") || (!value.equals("false") && otherwise);
    }
}
