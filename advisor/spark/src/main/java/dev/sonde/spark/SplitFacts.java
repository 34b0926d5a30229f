package dev.sonde.spark;

import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.slow.SlowTimes;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
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
 * @param leases numbers of the leases with a slow execution or a wait, by session
 * @param lastMicros when the last execution of each session began
 */
record SplitFacts(
        Split split,
        long completeBytes,
        boolean torn,
        List<SummaryOutput.Block> names,
        List<SummaryOutput.Block> places,
        Map<Long, UnitNumbers> units,
        Map<Long, UnitNumbers> leases,
        Map<Long, Long> lastMicros)
        implements Serializable {

    static SplitFacts of(Split split, Configuration configuration) throws IOException {
        Collector collector = new Collector();
        SplitReader.Outcome outcome = SplitReader.read(split, configuration, collector::add);
        return new SplitFacts(
                split,
                outcome.completeBytes(),
                outcome.torn(),
                collector.names.build().blocks(),
                collector.places.build().blocks(),
                built(collector.units),
                built(collector.leases),
                collector.lastMicros);
    }

    private static Map<Long, UnitNumbers> built(Map<Long, UnitNumbers.Builder> sets) {
        Map<Long, UnitNumbers> built = new TreeMap<>();
        sets.forEach((session, numbers) -> built.put(session, numbers.build()));
        return built;
    }

    private static final class Collector {
        private static final Duration SLOW = FindingOptions.ofDefaults().slow();

        private record UnitId(long session, long unit) {}

        private final Reduction.Builder names = Reduction.withoutCaches();
        private final Reduction.Builder places = Reduction.withoutCaches();
        private final Map<Long, UnitNumbers.Builder> units = new TreeMap<>();
        private final Map<Long, UnitNumbers.Builder> leases = new TreeMap<>();
        private final Map<Long, Long> lastMicros = new TreeMap<>();
        private final Map<UnitId, String> routes = new HashMap<>();

        void add(CaptureRecord entry) {
            long lease = SlowTimes.leaseOf(entry, SLOW);
            if (lease != 0) {
                numbers(leases, entry.session()).add(lease);
            }
            if (entry instanceof Session || entry instanceof Statement || entry instanceof CallSite) {
                names.add(entry);
            } else if (entry instanceof Unit unit) {
                routes.put(new UnitId(unit.session(), unit.id()), unit.route());
                numbers(units, unit.session()).add(unit.id());
            } else if (entry instanceof Execution execution) {
                lastMicros.merge(execution.session(), execution.startMicros(), Math::max);
                if (execution.unit() != 0) {
                    numbers(units, execution.session()).add(execution.unit());
                    if (execution.callSite() != 0) {
                        String route = routes.get(new UnitId(execution.session(), execution.unit()));
                        if (route != null) { // of units that are cut a place or two are not missed
                            places.place(route, execution.statement(), execution.callSite());
                        }
                    }
                }
            } else if (entry instanceof Lease of && of.unit() != 0) {
                numbers(units, of.session()).add(of.unit());
            }
        }

        private static UnitNumbers.Builder numbers(Map<Long, UnitNumbers.Builder> bySession, long session) {
            UnitNumbers.Builder numbers = bySession.get(session);
            if (numbers == null) {
                numbers = new UnitNumbers.Builder();
                bySession.put(session, numbers);
            }
            return numbers;
        }
    }
}
