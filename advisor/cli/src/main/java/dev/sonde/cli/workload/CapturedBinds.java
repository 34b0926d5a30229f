package dev.sonde.cli.workload;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the summary of a capture leaves out: bind values that were kept, and on how many connections a statement ran. */
public final class CapturedBinds {

    private static final int SAMPLE = 32;
    private static final int MAX_CONNECTIONS = 512;

    private final Map<Long, SortedMap<Long, Reservoir>> byStatement = new HashMap<>();
    private final Map<Long, Set<Long>> connections = new HashMap<>();

    /** The sample of one session. */
    private static final class Reservoir {
        private final SortedMap<Double, BindSample> byRank = new TreeMap<>();
        private long seen;

        void add(BindSample sample) {
            seen = Math.max(seen, sample.seen());
            byRank.put(sample.rank(), sample);
            if (byRank.size() > SAMPLE) {
                byRank.remove(byRank.lastKey());
            }
        }

        /**
         * An execution was drawn with a probability that grows with its time, so that those that were quick stand for
         * more: 1 ÷ (1 - exp(-time × rank of the last one)), the estimator of Cohen and Kaplan, Summarizing data using
         * bottom-k sketches, PODC 2007. The last one itself only says where the sample ends.
         */
        void addTo(List<Sample> samples) {
            boolean all = seen <= byRank.size();
            double last = byRank.lastKey();
            byRank.forEach((rank, sample) -> {
                if (all || rank < last) {
                    double weight = all ? 1 : 1 / -Math.expm1(-sample.weightNanos() * last);
                    samples.add(new Sample(values(sample), weight, sample.weightNanos() / 1e6));
                }
            });
        }

        private static SortedMap<Integer, @Nullable String> values(BindSample sample) {
            SortedMap<Integer, @Nullable String> values = new TreeMap<>();
            for (KeptValue value : sample.values()) {
                values.put(value.position(), value.text());
            }
            return values;
        }
    }

    /** Takes the values and the connection that a record tells of. */
    public void add(CaptureRecord entry) {
        if (entry instanceof BindSample sample) {
            byStatement
                    .computeIfAbsent(sample.statement(), statement -> new TreeMap<>())
                    .computeIfAbsent(sample.session(), session -> new Reservoir())
                    .add(sample);
        } else if (entry instanceof Execution execution && execution.backendPid() != 0) {
            Set<Long> known = connections.computeIfAbsent(execution.statement(), statement -> new HashSet<>());
            if (known.size() < MAX_CONNECTIONS) {
                known.add(ContentHash.add(execution.session(), execution.backendPid()));
            }
        }
    }

    /**
     * The values of a statement; none if values of some positions were not kept, since their hashes say more then.
     *
     * @param positions how many there are
     */
    List<Sample> samples(long statement, int positions) {
        List<Sample> samples = new ArrayList<>();
        byStatement.getOrDefault(statement, new TreeMap<>()).values().forEach(reservoir -> reservoir.addTo(samples));
        boolean whole = samples.stream()
                .allMatch(
                        sample -> !sample.values().isEmpty() && sample.values().size() >= positions);
        return whole ? samples : List.of();
    }

    /** Executions per physical connection, NaN if connections are not known or too many to be counted. */
    double callsPerConnection(long statement, long calls) {
        int known = connections.getOrDefault(statement, Set.of()).size();
        return known == 0 || known == MAX_CONNECTIONS ? Double.NaN : (double) calls / known;
    }
}
