package dev.sonde.capture.hash;

/**
 * Unkeyed 64-bit hashes of content, the same in every JVM and every release: they are the identifiers in capture
 * files. FNV-1a over UTF-16 units, then the finaliser of MurmurHash3, because FNV alone leaves the upper bits of short
 * texts poor.
 */
public final class ContentHash {
    /** State to start from when hashing piece by piece with {@link #add}. */
    public static final long START = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private ContentHash() {}

    /** The hash of a text. */
    public static long of(CharSequence text) {
        return finish(add(START, text, 0, text.length()));
    }

    /** The state after one more UTF-16 unit. */
    public static long add(long state, char unit) {
        return (state ^ unit) * PRIME;
    }

    /** The state after part of a text. */
    public static long add(long state, CharSequence text, int from, int to) {
        long hash = state;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** The state after one more number. */
    public static long add(long state, long number) {
        return (Long.rotateLeft(state, 23) ^ finish(number + 0x9e3779b97f4a7c15L)) * PRIME;
    }

    /** The hash that belongs to a state. */
    public static long finish(long state) {
        long hash = state;
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    /** The form in which hashes are shown everywhere: 16 hex digits. */
    public static String hex(long hash) {
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
