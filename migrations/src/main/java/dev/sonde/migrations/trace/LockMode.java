package dev.sonde.migrations.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Map<LockMode, String> STATEMENTS = new EnumMap<>(Map.of(
            ACCESS_SHARE,
            "SELECT",
            ROW_SHARE,
            "SELECT FOR UPDATE",
            ROW_EXCLUSIVE,
            "INSERT, UPDATE, DELETE",
            SHARE_UPDATE_EXCLUSIVE,
            "VACUUM, CREATE INDEX CONCURRENTLY",
            SHARE,
            "CREATE INDEX"));

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

    /**
     * Whether one of two sessions waits for the other if both want the same relation in these modes: table 13.2 of
     * PostgreSQL's manual.
     */
    public boolean conflictsWith(LockMode other) {
        LockMode weakest = switch (this) {
            case ACCESS_SHARE -> ACCESS_EXCLUSIVE;
            case ROW_SHARE -> EXCLUSIVE;
            case ROW_EXCLUSIVE -> SHARE;
            case SHARE_UPDATE_EXCLUSIVE -> SHARE_UPDATE_EXCLUSIVE;
            case SHARE, SHARE_ROW_EXCLUSIVE -> ROW_EXCLUSIVE;
            case EXCLUSIVE -> ROW_SHARE;
            case ACCESS_EXCLUSIVE -> ACCESS_SHARE;
        };
        boolean bothShare = this == SHARE && other == SHARE;
        return other.compareTo(weakest) >= 0 && !bothShare;
    }

    /** The one that blocks more. */
    public LockMode stronger(LockMode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Kinds of statements that wait, from those that need least. */
    public List<String> blocks() {
        List<String> waiting = new ArrayList<>();
        STATEMENTS.forEach((mode, statements) -> {
            if (conflictsWith(mode)) {
                waiting.add(statements);
            }
        });
        return waiting;
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
