package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The constant parts of a LIKE pattern.
 *
 * @param prefix what comes before the first wildcard
 * @param longestWord longest run of letters and digits that a trigram index can look up
 */
record LikePattern(String prefix, int longestWord) {

    private static final int TRIGRAM = 3;

    static LikePattern of(String pattern) {
        StringBuilder prefix = new StringBuilder();
        boolean wildcard = false;
        int run = 0;
        int longest = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean special = c == '%' || c == '_';
            if (c == '\\' && i + 1 < pattern.length()) {
                c = pattern.charAt(++i);
                special = false;
            }
            wildcard |= special;
            if (!wildcard) {
                prefix.append(c);
            }
            run = !special && Character.isLetterOrDigit(c) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return new LikePattern(prefix.toString(), longest);
    }

    /** A pattern too short for trigrams is of no kind: no index finds it. */
    @Nullable
    Kind kind(boolean caseSensitive) {
        if (caseSensitive && !prefix.isEmpty()) {
            return Kind.PREFIX;
        }
        return longestWord >= TRIGRAM ? Kind.INFIX : null;
    }
}
