package dev.sonde.spark;

import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * What has to be known of all splits before any of them can be reduced.
 *
 * @param names sessions, statements and call sites
 * @param places which call sites statements had on which routes
 * @param units numbers of the units of work in it, sorted, by session
 * @param lastMicros when the last execution of each session began
 */
record SplitFacts(
        Split split,
        long completeBytes,
        boolean torn,
        List<SummaryOutput.Block> names,
        List<SummaryOutput.Block> places,
        Map<Long, UnitNumbers> units,
        Map<Long, Long> lastMicros)
        implements Serializable {

    static SplitFacts of(Split split, Configuration configuration) throws IOException {
        Collector collector = new Collector();
        SplitReader.Outcome outcome = SplitReader.read(split, configuration, collector::add);
        Map<Long, UnitNumbers> units = new TreeMap<>();
        collector.units.forEach((session, numbers) -> units.put(session, numbers.build()));
        return new SplitFacts(
                split,
                outcome.completeBytes(),
                outcome.torn(),
                collector.names.build().blocks(),
                collector.places.build().blocks(),
                units,
                collector.lastMicros);
    }

    private static final class Collector {
        private record UnitId(long session, long unit) {}

        private final Reduction.Builder names = Reduction.withoutCaches();
        private final Reduction.Builder places = Reduction.withoutCaches();
        private final Map<Long, UnitNumbers.Builder> units = new TreeMap<>();
        private final Map<Long, Long> lastMicros = new TreeMap<>();
        private final Map<UnitId, String> routes = new HashMap<>();

        void add(CaptureRecord entry) {
            if (entry instanceof Session || entry instanceof Statement || entry instanceof CallSite) {
                names.add(entry);
            } else if (entry instanceof Unit unit) {
                routes.put(new UnitId(unit.session(), unit.id()), unit.route());
                unit(unit.session(), unit.id());
            } else if (entry instanceof Execution execution) {
                lastMicros.merge(execution.session(), execution.startMicros(), Math::max);
                if (execution.unit() != 0) {
                    unit(execution.session(), execution.unit());
                    if (execution.callSite() != 0) {
                        String route = routes.get(new UnitId(execution.session(), execution.unit()));
                        if (route != null) { // of units that are cut a place or two are not missed
                            places.place(route, execution.statement(), execution.callSite());
                        }
                    }
                }
            } else if (entry instanceof Lease lease && lease.unit() != 0) {
                unit(lease.session(), lease.unit());
            }
        }

        private void unit(long session, long number) {
            UnitNumbers.Builder numbers = units.get(session);
            if (numbers == null) {
                numbers = new UnitNumbers.Builder();
                units.put(session, numbers);
            }
            numbers.add(number);
        }
    }
}
