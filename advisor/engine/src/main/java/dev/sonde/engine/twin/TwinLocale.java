package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.CatalogSnapshot.DatabaseLocale;
import java.util.List;

/**
 * Which {@code initdb} arguments make the twin compare text as the source does. Whether a LIKE prefix may use a plain
 * B-tree depends on it, so a locale that this machine lacks is replaced by ICU's root, never by C.
 */
final class TwinLocale {

    private static final int WITH_PROVIDERS = 15;
    private static final int WITH_BUILTIN_PROVIDER = 17;
    private static final List<String> ROOT = List.of("--locale-provider=icu", "--icu-locale=und", "--locale=C");

    private TwinLocale() {}

    /** Arguments to try, in this order, on that major version. */
    static List<List<String>> initdb(DatabaseLocale source, int major) {
        if (major < WITH_PROVIDERS) {
            // All of a database is libc's; before 17 the server takes no locale but C and POSIX to sort by bytes.
            return List.of(
                    List.of("--locale=" + source.name()), List.of("--locale=en_US.UTF-8"), List.of("--locale=C.UTF-8"));
        }
        return switch (source.provider()) {
            case "builtin" ->
                major < WITH_BUILTIN_PROVIDER
                        ? List.of(List.of("--locale-provider=libc", "--locale=" + source.name()), ROOT)
                        : List.of(
                                List.of("--locale-provider=builtin", "--builtin-locale=" + source.name(), "--locale=C"),
                                ROOT);
            case "icu" ->
                List.of(List.of("--locale-provider=icu", "--icu-locale=" + source.name(), "--locale=C"), ROOT);
            default -> List.of(List.of("--locale-provider=libc", "--locale=" + source.name()), ROOT);
        };
    }
}
