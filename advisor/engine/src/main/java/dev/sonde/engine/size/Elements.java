package dev.sonde.engine.size;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a GIN index stores of a column: entries and how many rows each is in.
 *
 * @param groups keys that are in equally many rows
 * @param keyBytes of an entry's key as the index stores it
 */
record Elements(List<Duplicates.Group> groups, double keyBytes) {

    /**
     * What one row holds.
     *
     * @param source place within the row, such as a path: what stands in different places is as rare as it is there
     */
    record Element(String source, String key) {}

    /**
     * From a sample of rows. What occurs in several of them occurs in the table as often in proportion; of what occurs
     * in one only, the number is estimated as ANALYZE estimates distinct values (Haas and Stokes, 1998).
     *
     * @param samples elements of each row of the sample
     */
    static Elements ofSample(List<List<Element>> samples, double rows, double keyBytes) {
        Map<String, Map<String, Integer>> bySource = new TreeMap<>();
        for (List<Element> sample : samples) {
            for (Element element : new HashSet<>(sample)) {
                bySource.computeIfAbsent(element.source(), source -> new TreeMap<>())
                        .merge(element.key(), 1, Integer::sum);
            }
        }
        double scale = rows / Math.max(1, samples.size());
        List<Duplicates.Group> groups = new ArrayList<>();
        bySource.values().forEach(counts -> addGroups(groups, counts, scale));
        return new Elements(groups, keyBytes);
    }

    private static void addGroups(List<Duplicates.Group> groups, Map<String, Integer> counts, double scale) {
        double once = 0;
        double taken = 0;
        for (int count : counts.values()) {
            taken += count;
            if (count == 1) {
                once++;
            } else {
                groups.add(new Duplicates.Group(1, Math.max(1, count * scale), true));
            }
        }
        if (once > 0) {
            double all = taken * scale;
            double distinct = taken * counts.size() / (taken - once + once * taken / Math.max(taken, all));
            double rare = Math.max(once, distinct - (counts.size() - once));
            double ofRare = once * scale;
            groups.add(new Duplicates.Group(rare, Math.max(1, ofRare / rare), false));
        }
    }
}
