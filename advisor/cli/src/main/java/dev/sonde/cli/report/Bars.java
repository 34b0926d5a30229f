package dev.sonde.cli.report;

import dev.sonde.analysis.summary.Latencies;
import dev.sonde.cli.report.Report.Bar;
import java.util.ArrayList;
import java.util.List;

/** Sketches as bars whose bounds are the same in every report, so that two of them can be laid side by side. */
final class Bars {

    /** Six a decade, round for people; the limits of the performance plan (50, 200, 500 ms) are among them. */
    private static final double[] STEPS = {1, 1.5, 2, 3, 5, 7};

    private static final int LEAST_DECADE = -3;
    private static final int MOST_DECADE = 6;
    private static final double[] BOUNDS = bounds();

    private Bars() {}

    private static double[] bounds() {
        double[] bounds = new double[STEPS.length * (MOST_DECADE - LEAST_DECADE) + 1];
        int i = 0;
        for (int decade = LEAST_DECADE; decade < MOST_DECADE; decade++) {
            for (double step : STEPS) {
                // Powers of ten below 1 have no exact double, quotients are the nearest one
                bounds[i++] = decade < 0 ? step / Math.pow(10, -decade) : step * Math.pow(10, decade);
            }
        }
        bounds[i] = Math.pow(10, MOST_DECADE);
        return bounds;
    }

    /** Those that are not empty; what is shorter or longer than all bounds is in the first and the last. */
    static List<Bar> of(Latencies latencies) {
        List<Bar> bars = new ArrayList<>();
        long left = latencies.count();
        for (int i = 0; i < BOUNDS.length - 1 && left > 0; i++) {
            long above = i == BOUNDS.length - 2 ? 0 : latencies.countFrom(Math.round(BOUNDS[i + 1] * 1e6));
            if (left > above) {
                bars.add(new Bar(BOUNDS[i], BOUNDS[i + 1], left - above));
            }
            left = above;
        }
        return bars;
    }
}
