package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which values that a service reads may be keys by which it asks for more, and their hashes; 0 stands for a value that is no
 * key. Zero is none, being what the driver gives for SQL NULL, nor is a long text.
 */
final class KeyHashes {

    private static final int MAX_TEXT = 40;

    private final ValueHasher hasher;

    KeyHashes(ValueHasher hasher) {
        this.hasher = hasher;
    }

    static boolean mayBeKey(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= MAX_TEXT;
    }

    int of(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return of(((Number) value).longValue());
        } else if (value instanceof String text) {
            return of(text);
        } else if (value instanceof UUID uuid) {
            return hasher.hash(uuid);
        }
        return 0;
    }

    int of(long value) {
        return value == 0 ? 0 : hasher.hash(value);
    }

    int of(String value) {
        return mayBeKey(value) ? hasher.hash(value) : 0;
    }
}
