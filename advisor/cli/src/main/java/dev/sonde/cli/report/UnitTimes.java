package dev.sonde.cli.report;

import dev.sonde.analysis.summary.DurationSummary;
import dev.sonde.analysis.summary.UnitSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.Comparator;
import java.util.List;

/** Units of work in the shape of the report. */
final class UnitTimes {

    private UnitTimes() {}

    static List<Report.UnitTimes> of(WorkloadSummary summary) {
        return summary.units().stream()
                .sorted(Comparator.comparingLong(UnitSummary::units).reversed())
                .limit(Report.MOST_PARTS)
                .map(unit -> new Report.UnitTimes(
                        unit.service(),
                        unit.version(),
                        unit.route(),
                        unit.units(),
                        unit.executions(),
                        unit.spans().quantileMillis(0.5),
                        unit.spans().quantileMillis(0.95),
                        unit.spans().quantileMillis(0.99),
                        unit.units() == 0 ? Double.NaN : unit.maxNanos() / 1e6,
                        Bars.of(unit.spans())))
                .toList();
    }

    /** Those with an explicit end, from begin to end. */
    static List<Report.UnitDurations> durations(WorkloadSummary summary) {
        return summary.durations().stream()
                .sorted(Comparator.comparingLong(DurationSummary::units).reversed())
                .limit(Report.MOST_PARTS)
                .map(unit -> new Report.UnitDurations(
                        unit.service(),
                        unit.version(),
                        unit.route(),
                        unit.kind(),
                        unit.units(),
                        unit.times().quantileMillis(0.5),
                        unit.times().quantileMillis(0.95),
                        unit.times().quantileMillis(0.99),
                        unit.maxNanos() / 1e6,
                        Bars.of(unit.times())))
                .toList();
    }
}
