package dev.sonde.migrations.convention;

import dev.sonde.migrations.project.FlywaySettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Flyway was told about file names.
 *
 * @param prefix of versioned migrations
 * @param separator between version and description
 * @param suffixes with their dots; the first is for new files
 */
public record MigrationNames(String prefix, String separator, List<String> suffixes) {

    /** Flyway's defaults. */
    public static final MigrationNames DEFAULT = new MigrationNames("V", "__", List.of(".sql"));

    // B is a baseline migration: it occupies its version as V does. The classes of Java migrations are named by
    // Flyway's defaults whatever the settings say.
    private static final Pattern CLASS = Pattern.compile("[VB](\\d+(?:[._]\\d+)*)__(.*)\\.(?:java|kt|groovy)");

    public MigrationNames {
        suffixes = suffixes.isEmpty() ? List.of(".sql") : List.copyOf(suffixes);
    }

    /** Those of a project. */
    public static MigrationNames of(FlywaySettings settings) {
        return new MigrationNames(
                settings.sqlMigrationPrefix(), settings.sqlMigrationSeparator(), settings.sqlMigrationSuffixes());
    }

    /** A name in its parts: version and description. */
    record Parts(String version, String description, boolean isSql) {}

    /** The parts of a file's name, empty if Flyway would not take it for a versioned migration. */
    Optional<Parts> parts(String fileName) {
        Matcher name = CLASS.matcher(fileName);
        if (name.matches()) {
            return Optional.of(new Parts(name.group(1), name.group(2), false));
        }
        String ends = suffixes.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        // Flyway compares prefixes exactly and suffixes in any case.
        Matcher sql = Pattern.compile("(?:" + Pattern.quote(prefix) + "|B)(\\d+(?:[._]\\d+)*)"
                        + Pattern.quote(separator) + "(.*)(?i:" + ends + ")")
                .matcher(fileName);
        return sql.matches() ? Optional.of(new Parts(sql.group(1), sql.group(2), true)) : Optional.empty();
    }

    /** The name of a new file. */
    String fileName(String version, String description) {
        return prefix + version + separator + description + suffixes.get(0);
    }
}
