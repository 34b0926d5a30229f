package dev.sonde.engine.size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * How many elements of arrays there are that ANALYZE does not list (array_typanalyze.c): it counts the elements of a
 * sample by lossy counting and lists those above a cutoff, at most ten per unit of the statistics target.
 */
final class RareElements {

    private static final double SAMPLE_ROWS = 30_000;
    private static final int LISTED_AT_MOST = 1000;
    private static final int SAMPLED_PER_LISTED = 30;
    private static final int COUNTS = 3;
    private static final int ENOUGH = 30;
    private static final double WELL_BELOW = 0.7;
    private static final int FEW = 16;
    private static final double LEAST_POWER = 0.1;
    private static final double BAND = 1.25;
    private static final double RARELY_THERE = 0.02;
    private static final int BISECTIONS = 60;

    private RareElements() {}

    /**
     * Distinct elements that are not listed, if the least common ones of the list look like the luckiest of many that
     * are equally rare; 0 if they do not, or are too few to tell. Of elements that occur k times in the sample, the true
     * rate is k + 1 times as many as occur k + 1 times over as many as occur k times (Robbins, 1956): if all are of one
     * rate it lies below the cutoff, and elements below it are as many as its Poisson distribution has there.
     *
     * @param listed frequencies of the elements that are listed
     * @param perRow elements per row that are not listed
     */
    static double ofOneFrequency(List<Double> listed, double perRow, double rows) {
        double sample = Math.min(rows, Math.max(SAMPLE_ROWS, SAMPLED_PER_LISTED * (double) listed.size()));
        TreeMap<Integer, Integer> byCount = new TreeMap<>();
        listed.forEach(frequency -> byCount.merge((int) Math.rint(frequency * sample), 1, Integer::sum));
        // The list is cut off among those that occur least.
        int first = byCount.firstKey() + 1;
        double of = 0;
        double weighted = 0;
        for (int k = first; k < first + COUNTS; k++) {
            of += byCount.getOrDefault(k, 0);
            weighted += (k + 1) * byCount.getOrDefault(k + 1, 0);
        }
        double rate = weighted / Math.max(1, of);
        if (of < ENOUGH || rate <= 0 || rate > WELL_BELOW * first) {
            return 0;
        }
        // Of all elements, p(k) occur k times; the sum of k p(k) below the cutoff is rate times P(X < cutoff - 1).
        int cutoff = byCount.firstKey();
        double all = perRow * sample / Math.max(1e-9, rate * below(cutoff - 1, rate));
        return all * below(cutoff, rate) * -Math.expm1(-rate * rows / sample);
    }

    /**
     * Elements that are not listed if frequencies fall with a power of the rank (Zipf's law), which is read from the
     * list, until all occurrences are there.
     *
     * @param listed frequencies of the elements that are listed
     * @param perRow elements per row that are not listed
     */
    static List<Duplicates.Group> ofFallingFrequency(List<Double> listed, double perRow, double rows) {
        List<Double> falling = listed.stream().sorted(Comparator.reverseOrder()).toList();
        int count = falling.size();
        double at = falling.get(count / 2);
        double power = count < FEW ? 1 : Math.max(LEAST_POWER, Math.log(falling.get(count / 8) / at) / Math.log(4));
        double last = at * Math.pow(2, -power);
        List<Duplicates.Group> groups = new ArrayList<>();
        double left = perRow;
        for (double rank = count; left > 0; rank *= BAND) {
            double frequency = last * Math.pow(rank * (1 + BAND) / 2 / count, -power);
            if (frequency * rows < RARELY_THERE) {
                groups.add(new Duplicates.Group(left * rows, 1, true));
                break;
            }
            double elements = Math.min(rank * (BAND - 1), left / frequency);
            left -= rank * (BAND - 1) * frequency;
            double present = Elements.present(elements, elements * frequency * rows);
            groups.add(new Duplicates.Group(present, elements * frequency * rows / present, false));
        }
        return groups;
    }

    /**
     * Distinct elements where none is listed. They are so many that none occurs as often in the sample as the cutoff
     * asks, and at most as many as there can be; the geometric mean is off by the least factor.
     *
     * @param perRow elements per row
     */
    static double whereNoneIsListed(double perRow, double rows) {
        double sample = Math.min(rows, SAMPLE_ROWS);
        double taken = perRow * sample;
        int cutoff = (int) Math.floor(9 * taken / (LISTED_AT_MOST * 1000 / 7.0)) + 1;
        double low = 1e-6;
        double high = cutoff;
        for (int i = 0; i < BISECTIONS; i++) {
            double rate = Math.sqrt(low * high);
            if (taken / rate * (1 - below(cutoff, rate)) > 1) {
                high = rate;
            } else {
                low = rate;
            }
        }
        double all = perRow * rows;
        double least = Math.min(all, taken / low);
        return Math.max(1, Math.sqrt(least * all));
    }

    /** Share of a Poisson distribution below a count. */
    private static double below(int count, double rate) {
        double probability = Math.exp(-rate);
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += probability;
            probability *= rate / (k + 1);
        }
        return Math.min(1, sum);
    }
}
