package dev.sonde.engine.size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a GIN index stores of a column: entries and how many rows each is in.
 *
 * @param groups keys that are in equally many rows
 * @param keyBytes of an entry's key as the index stores it
 */
record Elements(List<Duplicates.Group> groups, double keyBytes) {

    private static final int RARE = 3;
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    /**
     * What one row holds.
     *
     * @param source place within the row, such as a path: what stands in different places is as rare as it is there
     */
    record Element(String source, String key) {}

    /**
     * From a sample of rows. What occurs in many of them occurs in the table as often in proportion; of what occurs in
     * few, the number of distinct ones is estimated.
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
        Map<String, Integer> rare = new TreeMap<>(counts);
        rare.values().removeIf(count -> count > RARE);
        for (int count : counts.values()) {
            if (count > RARE) {
                groups.add(new Duplicates.Group(1, count * scale, true));
            }
        }
        if (!rare.isEmpty()) {
            double all = scale * rare.values().stream().mapToInt(count -> count).sum();
            double distinct = Math.max(rare.size(), Math.min(all, distinct(rare, all, scale)));
            groups.add(new Duplicates.Group(distinct, all / distinct, false));
        }
    }

    /**
     * Distinct values of which a few were taken.
     *
     * @param all how many there are, equal ones counted
     */
    private static double distinct(Map<String, Integer> counts, double all, double scale) {
        double taken = all / scale;
        double pairs = taken * taken / 2;
        double range = rangeOfIntegers(counts.keySet());
        double repeated = taken - counts.size();
        if (range > 0 && Math.abs(repeated - pairs / range) <= 1 + 2 * Math.sqrt(pairs / range)) {
            // As many repetitions as if each integer of the range were as likely: numbers given out one by one.
            return present(range, all);
        }
        if (repeated == 0) {
            // All different: fewer than half the square of the taken would have repeated (birthday problem), more
            // than there are in all there cannot be; the geometric mean is off by the least factor.
            return Math.sqrt(Math.min(all, pairs) * all);
        }
        return counts.size() + (1 - 1 / scale) * unseen(counts, taken);
    }

    /** Values that were not taken, by how many were taken once and how unequal the others are (Chao and Lee, 1992). */
    private static double unseen(Map<String, Integer> counts, double taken) {
        double once = 0;
        double ordered = 0;
        for (int count : counts.values()) {
            once += count == 1 ? 1 : 0;
            ordered += count * (count - 1.0);
        }
        double coverage = 1 - once / taken;
        double estimated = counts.size() / coverage;
        double unequal = Math.max(0, estimated * ordered / (taken * Math.max(1, taken - 1)) - 1);
        return estimated - counts.size() + once / coverage * unequal;
    }

    /** How many of equally likely values are among so many. */
    static double present(double distinct, double all) {
        return distinct * -Math.expm1(-all / distinct);
    }

    /** Integers from the least to the greatest and an average gap beyond either; 0 if others are among the values. */
    static double rangeOfIntegers(Collection<String> distinct) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (String value : distinct) {
            if (!INTEGER.matcher(value).matches()) {
                return 0;
            }
            double number = Double.parseDouble(value);
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
        }
        double gaps = distinct.size() - 1.0;
        return gaps < 1 ? 0 : (greatest - least) * (gaps + 2) / gaps + 1;
    }
}
