package dev.sonde.migrations.convention;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A versioned migration of the project.
 *
 * @param versionText the version as the file name spells it
 * @param description what follows the separator, without the suffix
 */
public record MigrationFile(Path path, String versionText, String description) {

    // B is a baseline migration: it occupies its version as V does. Java migrations carry their version in the class
    // name.
    private static final Pattern NAME =
            Pattern.compile("[VB](\\d+(?:[._]\\d+)*)__(.*)\\.(?:sql|java|kt|groovy)", Pattern.CASE_INSENSITIVE);

    /** The migration with this path, empty if Flyway would not take the name for a versioned one. */
    static Optional<MigrationFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() ? Optional.of(new MigrationFile(path, name.group(1), name.group(2))) : Optional.empty();
    }

    /** The version as Flyway compares it. */
    public MigrationVersion version() {
        return MigrationVersion.parse(versionText);
    }

    /** Whether the file holds SQL. */
    public boolean isSql() {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".sql");
    }
}
