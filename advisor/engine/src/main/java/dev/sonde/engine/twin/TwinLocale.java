package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.CatalogSnapshot.DatabaseLocale;
import java.util.List;

/**
 * Which {@code initdb} arguments make the twin compare text as the source does. Whether a LIKE prefix may use a plain
 * B-tree depends on it, so a locale that this machine lacks is replaced by ICU's root, never by C.
 */
final class TwinLocale {

    private static final List<String> ROOT = List.of("--locale-provider=icu", "--icu-locale=und", "--locale=C");

    private TwinLocale() {}

    /** Arguments to try, in this order. */
    static List<List<String>> initdb(DatabaseLocale source) {
        return switch (source.provider()) {
            case "builtin" ->
                List.of(List.of("--locale-provider=builtin", "--builtin-locale=" + source.name(), "--locale=C"), ROOT);
            case "icu" ->
                List.of(List.of("--locale-provider=icu", "--icu-locale=" + source.name(), "--locale=C"), ROOT);
            default -> List.of(List.of("--locale-provider=libc", "--locale=" + source.name()), ROOT);
        };
    }
}
