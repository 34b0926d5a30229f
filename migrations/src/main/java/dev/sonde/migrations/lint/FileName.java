package dev.sonde.migrations.lint;

import dev.sonde.migrations.convention.MigrationVersion;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file says to Flyway.
 *
 * @param version text of the version, for versioned and undo files
 */
public record FileName(Kind kind, String name, Optional<String> version) {

    private static final Pattern VERSION = Pattern.compile("\\d+(?:[._]\\d+)*");
    private static final Pattern CALLBACK = Pattern.compile("(?:(?:before|after)[A-Z]\\w*?|createSchema)(?:__.*)?");
    private static final Pattern CODE =
            Pattern.compile("[VRB](\\d+(?:_\\d+)*)?__.*\\.(?:java|kt|groovy|class)", Pattern.CASE_INSENSITIVE);

    /** Kinds of files. */
    public enum Kind {
        VERSIONED,
        BASELINE,
        REPEATABLE,
        UNDO,
        CALLBACK,
        /** A migration in Java, Kotlin or a script language. */
        CODE,
        SETTINGS,
        /** Ends as an SQL migration and is none. */
        MISNAMED,
        OTHER
    }

    /** Reads the last part of a path. */
    public static FileName of(String path, ProjectSettings settings) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.endsWith(".conf")) {
            return new FileName(Kind.SETTINGS, name, Optional.empty());
        }
        Matcher code = CODE.matcher(name);
        if (code.matches()) {
            return new FileName(Kind.CODE, name, Optional.ofNullable(code.group(1)));
        }
        for (String suffix : settings.suffixes()) {
            if (name.toLowerCase(Locale.ROOT).endsWith(suffix.toLowerCase(Locale.ROOT))) {
                return sql(name, name.substring(0, name.length() - suffix.length()), settings);
            }
        }
        return new FileName(Kind.OTHER, name, Optional.empty());
    }

    private static FileName sql(String name, String stem, ProjectSettings settings) {
        if (CALLBACK.matcher(stem).matches()) {
            return new FileName(Kind.CALLBACK, name, Optional.empty());
        }
        if (stem.startsWith(settings.repeatablePrefix() + settings.separator())) {
            return new FileName(Kind.REPEATABLE, name, Optional.empty());
        }
        int separator = stem.indexOf(settings.separator());
        String head = separator < 0 ? stem : stem.substring(0, separator);
        Optional<FileName> versioned = versioned(Kind.VERSIONED, name, head, settings.versionedPrefix())
                .or(() -> versioned(Kind.UNDO, name, head, "U"))
                .or(() -> versioned(Kind.BASELINE, name, head, "B"));
        return versioned.orElseGet(() -> new FileName(Kind.MISNAMED, name, Optional.empty()));
    }

    private static Optional<FileName> versioned(Kind kind, String name, String head, String prefix) {
        if (!head.startsWith(prefix)) {
            return Optional.empty();
        }
        String version = head.substring(prefix.length());
        return VERSION.matcher(version).matches()
                ? Optional.of(new FileName(kind, name, Optional.of(version)))
                : Optional.empty();
    }

    /** The version as Flyway compares it, of files that have one and occupy it. */
    public Optional<MigrationVersion> occupied() {
        return kind == Kind.VERSIONED || kind == Kind.CODE ? version.map(MigrationVersion::parse) : Optional.empty();
    }

    /** Whether Flyway runs it as SQL. */
    public boolean isSqlMigration() {
        return kind == Kind.VERSIONED || kind == Kind.REPEATABLE;
    }
}
