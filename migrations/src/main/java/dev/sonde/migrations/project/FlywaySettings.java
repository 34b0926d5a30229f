package dev.sonde.migrations.project;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings one module's Flyway runs with; what the project does not say has Flyway's default. Immutable.
 *
 * @param folder of the module, absolute
 * @param profile Spring profile these settings hold for, empty for none
 * @param file relative to the project's root, where a further setting would be written; empty if there is none yet
 * @param values by their common spelling, see {@link #setting}
 */
public record FlywaySettings(
        Path folder, Runner runner, Optional<String> profile, Optional<String> file, Map<String, Setting> values) {

    /** Not a setting of Flyway's: says that its URL is that of the service's pool. */
    static final String URL_OF_POOL = "urlofpool";

    private static final String DEFAULT_LOCATION = "classpath:db/migration";

    public FlywaySettings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * A setting by Flyway's own name, for example {@code sqlMigrationPrefix} or {@code postgresql.transactional.lock};
     * empty if the project does not give it.
     */
    public Optional<Setting> setting(String name) {
        return Optional.ofNullable(values.get(SettingKey.of(name)));
    }

    /** What the project gives, by Flyway's names in lower case without dots. */
    public Map<String, Setting> given() {
        Map<String, Setting> given = new TreeMap<>(values);
        given.remove(URL_OF_POOL);
        return given;
    }

    /** Whether Flyway gets its connections from the service's pool, having no URL of its own. */
    public boolean usesPool() {
        return values.containsKey(URL_OF_POOL);
    }

    /** Locations as the project spells them: {@code classpath:}, {@code filesystem:} or neither; may hold {vendor}. */
    public List<String> locations() {
        return list("locations", DEFAULT_LOCATION);
    }

    /** {@code V} by default. */
    public String sqlMigrationPrefix() {
        return text("sqlMigrationPrefix", "V");
    }

    /** {@code R} by default. */
    public String repeatableSqlMigrationPrefix() {
        return text("repeatableSqlMigrationPrefix", "R");
    }

    /** Two underscores by default. */
    public String sqlMigrationSeparator() {
        return text("sqlMigrationSeparator", "__");
    }

    /** {@code .sql} by default. */
    public List<String> sqlMigrationSuffixes() {
        return list("sqlMigrationSuffixes", ".sql");
    }

    /** Values of placeholders by name. */
    public Map<String, String> placeholders() {
        Map<String, String> placeholders = new TreeMap<>();
        values.forEach((key, setting) -> {
            if (key.startsWith(SettingKey.PLACEHOLDERS)) {
                placeholders.put(key.substring(SettingKey.PLACEHOLDERS.length()), setting.value());
            }
        });
        return placeholders;
    }

    public String placeholderPrefix() {
        return text("placeholderPrefix", "${");
    }

    public String placeholderSuffix() {
        return text("placeholderSuffix", "}");
    }

    public boolean placeholderReplacement() {
        return flag("placeholderReplacement", true);
    }

    /** Whether all pending migrations share one transaction. */
    public boolean group() {
        return flag("group", false);
    }

    public boolean outOfOrder() {
        return flag("outOfOrder", false);
    }

    /** Whether a file may hold statements of both kinds, then without a transaction. */
    public boolean mixed() {
        return flag("mixed", false);
    }

    public boolean executeInTransaction() {
        return flag("executeInTransaction", true);
    }

    /** Whether Flyway's lock is held by an open transaction: the default, under which a concurrent build hangs. */
    public boolean transactionalLock() {
        return flag("postgresql.transactional.lock", true);
    }

    /** Attempts to get Flyway's lock, one a second; -1 is without end. */
    public int lockRetryCount() {
        String text = text("lockRetryCount", "50");
        return text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 50;
    }

    public boolean validateMigrationNaming() {
        return flag("validateMigrationNaming", false);
    }

    /** Whether Flyway runs at all. */
    public boolean enabled() {
        return flag("enabled", true);
    }

    /** Name of the history table, unquoted. */
    public String table() {
        return text("table", "flyway_schema_history");
    }

    /** Schemas as the project lists them; the first holds the history table unless {@link #defaultSchema()} says so. */
    public List<String> schemas() {
        return list("schemas", "");
    }

    /** Schema of the history table, empty for that of the connection. */
    public String defaultSchema() {
        return text("defaultSchema", schemas().isEmpty() ? "" : schemas().get(0));
    }

    /** The URL Flyway itself connects to, empty if the project does not give one. */
    public JdbcUrl url() {
        return JdbcUrl.of(text("url", ""));
    }

    /** SQL at the start of each connection. */
    public String initSql() {
        return text("initSql", "");
    }

    private String text(String name, String otherwise) {
        return setting(name).map(Setting::value).orElse(otherwise);
    }

    private boolean flag(String name, boolean otherwise) {
        String text = text(name, "").strip().toLowerCase(Locale.ROOT);
        return text.equals("true") || (!text.equals("false") && otherwise);
    }

    private List<String> list(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
