package dev.sonde.cli.output;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that may have been meant. */
public final class NearNames {

    private static final int MOST = 3;

    private NearNames() {}

    /** The names with the smallest edit distance; of equal ones the first. */
    public static List<String> of(String text, Collection<String> names) {
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt(name -> distance(text, name)))
                .limit(MOST)
                .toList();
    }

    /** Characters to insert, delete or exchange (Levenshtein 1966; by rows, Wagner and Fischer 1974). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
