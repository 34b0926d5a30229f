package dev.sonde.sample.nplusone.score;

import java.util.Collection;
import java.util.Locale;

/**
 * Sums over programs.
 *
 * @param runs programs scored
 * @param faults faults there were
 * @param found faults found
 * @param reports reports in all
 * @param alarms reports about nothing that is wrong
 * @param located faults found whose parent is right, and whose place is
 */
record Tally(
        int runs,
        int faults,
        int found,
        int reports,
        int alarms,
        int programsWithFault,
        int programsFound,
        int parents,
        int places,
        int rootCauses,
        int grouped,
        int stable) {

    /** Of all of them; loops that are too short to be a fault are left out. */
    static Tally of(Collection<RunScore> scores) {
        int[] sums = new int[12];
        for (RunScore score : scores) {
            if (score.isSmall()) {
                continue;
            }
            boolean hit = score.found() > 0;
            boolean parent = hit && score.parentIsRight();
            boolean place = hit && score.placeIsRight();
            add(
                    sums,
                    1,
                    score.faults(),
                    score.found(),
                    score.right().size() + score.wrong().size(),
                    score.wrong().size(),
                    score.faults() > 0 ? 1 : 0,
                    hit ? 1 : 0,
                    parent ? 1 : 0,
                    place ? 1 : 0,
                    parent && place ? 1 : 0,
                    hit && score.isGrouped() ? 1 : 0,
                    hit && score.sameIdentity() ? 1 : 0);
        }
        return new Tally(
                sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8], sums[9], sums[10],
                sums[11]);
    }

    private static void add(int[] sums, int... values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    double recall() {
        return faults == 0 ? 1 : (double) found / faults;
    }

    /** {@code 0.98}, or a dash where there is nothing to divide by. Rounded down, so that 1.00 is all of them. */
    static String ratio(int part, int whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f", Math.floor(100.0 * part / whole) / 100);
    }
}
