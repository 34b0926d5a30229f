package dev.sonde.migrations.trace;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Modes of locks on relations, the weakest first, with what they make wait. */
public enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** The mode as {@code pg_locks} names it, for example {@code AccessExclusiveLock}. */
    static Optional<LockMode> of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.catalogName().equals(name))
                .findFirst();
    }

    private String catalogName() {
        return Arrays.stream(name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining())
                + "Lock";
    }

    /** As PostgreSQL's manual writes it. */
    public String words() {
        return name().replace('_', ' ');
    }

    /** Whether inserts, updates and deletes wait. */
    public boolean blocksWrites() {
        return compareTo(SHARE) >= 0;
    }

    /** Whether plain reads wait. */
    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }
}
