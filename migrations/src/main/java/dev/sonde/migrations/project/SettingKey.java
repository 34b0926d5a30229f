package dev.sonde.migrations.project;

import java.util.Locale;

/**
 * One spelling for what Flyway, Spring, TOML and the environment spell differently: {@code
 * spring.flyway.sql-migration-prefix}, {@code flyway.sqlMigrationPrefix} and {@code FLYWAY_SQL_MIGRATION_PREFIX} are
 * all {@code sqlmigrationprefix}. Names of placeholders keep their spelling.
 */
final class SettingKey {

    static final String PLACEHOLDERS = "placeholders.";

    private SettingKey() {}

    /** The common spelling of what follows {@code flyway.}. */
    static String of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String prefix : new String[] {"placeholders.", "placeholders_"}) {
            if (lower.startsWith(prefix)) {
                return PLACEHOLDERS + name.substring(prefix.length());
            }
        }
        String plain = plain(name);
        // Spring calls these by another name.
        return switch (plain) {
            case "initsqls" -> "initsql";
            case "pluginconfigurationpostgresqltransactionallock" -> "postgresqltransactionallock";
            default -> plain;
        };
    }

    /** Letters and digits in lower case. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** Whether a value of this name must not be kept. */
    static boolean isSecret(String name) {
        String plain = plain(name);
        return plain.contains("password")
                || plain.contains("secret")
                || plain.contains("token")
                || plain.contains("licensekey")
                || plain.contains("credential");
    }
}
