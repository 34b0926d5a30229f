package dev.sonde.engine.size;

import java.util.Set;

/**
 * Whether B-trees merge duplicates of {@code character(n)}. Values that are equal may differ in their trailing blanks; the
 * minor releases of November 2026 do not take them for equal images any more ({@code allequalimage} of {@code bt_metap}).
 * Measured on 14.24, 15.19, 16.15, 17.11 and 18.6, which merge, and on 15.20, which does not; that the releases of the same day of
 * the other versions are like 15.20 is assumed.
 */
final class BlankPadded {

    private static final Set<String> NAMES = Set.of("character", "bpchar");

    private BlankPadded() {}

    /** Whether an index on a column of this type, as {@code format_type} gives it, is one that the server does not merge. */
    static boolean staysWhole(String type, int serverVersionNumber) {
        int length = type.indexOf('(');
        return NAMES.contains(length < 0 ? type : type.substring(0, length)) && !merges(serverVersionNumber);
    }

    private static boolean merges(int serverVersionNumber) {
        int minor = serverVersionNumber % 10_000;
        return switch (serverVersionNumber / 10_000) {
            case 13 -> true; // its last release was a year before
            case 14 -> minor < 25;
            case 15 -> minor < 20;
            case 16 -> minor < 16;
            case 17 -> minor < 12;
            case 18 -> minor < 7;
            default -> false;
        };
    }
}
