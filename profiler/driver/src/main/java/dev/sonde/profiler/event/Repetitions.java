package dev.sonde.profiler.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often statements were repeated, in a table of sixteen; statements that share a slot begin again at one. */
final class Repetitions {

    private static final int SLOTS = 16;

    private final @Nullable CapturedStatement[] statements = new CapturedStatement[SLOTS];
    private final int[] counts = new int[SLOTS];

    /** Counts the statement and returns how often it was counted. */
    int count(CapturedStatement statement) {
        int slot = System.identityHashCode(statement) & (SLOTS - 1);
        if (statements[slot] != statement) {
            statements[slot] = statement;
            counts[slot] = 0;
        }
        return ++counts[slot];
    }

    void clear() {
        Arrays.fill(statements, null);
    }
}
