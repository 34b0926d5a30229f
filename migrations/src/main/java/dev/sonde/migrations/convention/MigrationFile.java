package dev.sonde.migrations.convention;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A versioned migration of the project.
 *
 * @param versionText the version as the file name spells it
 * @param description what follows the separator, without the suffix
 * @param isSql false for a migration in Java or Kotlin
 */
public record MigrationFile(Path path, String versionText, String description, boolean isSql) {

    /** The migration with this path, empty if Flyway would not take the name for a versioned one. */
    static Optional<MigrationFile> of(Path path, MigrationNames names) {
        return names.parts(path.getFileName().toString())
                .map(parts -> new MigrationFile(path, parts.version(), parts.description(), parts.isSql()));
    }

    /** The version as Flyway compares it. */
    public MigrationVersion version() {
        return MigrationVersion.parse(versionText);
    }
}
