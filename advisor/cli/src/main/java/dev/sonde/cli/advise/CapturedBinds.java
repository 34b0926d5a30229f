package dev.sonde.cli.advise;

import dev.sonde.analysis.reduction.Connections;
import dev.sonde.analysis.reduction.KeptValues;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the summary of a capture leaves out: bind values that were kept, and on how many connections a statement ran. */
public final class CapturedBinds {

    private final KeptValues kept;
    private final Connections connections;

    public CapturedBinds(Reduction reduction) {
        kept = reduction.values();
        connections = reduction.connections();
    }

    /**
     * An execution was drawn with a probability that grows with its time, so that those that were quick stand for
     * more: 1 ÷ (1 - exp(-time × rank of the last one)), the estimator of Cohen and Kaplan, Summarizing data using
     * bottom-k sketches, PODC 2007. The last one itself only says where the sample ends.
     */
    private static void add(KeptValues.Sample sampled, List<Sample> samples) {
        boolean all = sampled.seen() <= sampled.byRank().size();
        double last = sampled.byRank().lastKey();
        sampled.byRank().forEach((rank, sample) -> {
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

    /**
     * The values of a statement; none if values of some positions were not kept, since their hashes say more then.
     *
     * @param positions how many there are
     */
    List<Sample> samples(long statement, int positions) {
        List<Sample> samples = new ArrayList<>();
        kept.samples(statement).forEach(sampled -> add(sampled, samples));
        boolean whole = samples.stream()
                .allMatch(
                        sample -> !sample.values().isEmpty() && sample.values().size() >= positions);
        return whole ? samples : List.of();
    }

    /** Executions per physical connection, NaN if connections are not known or too many to be counted. */
    double callsPerConnection(long statement, long calls) {
        int known = connections.count(statement);
        return known == 0 ? Double.NaN : (double) calls / known;
    }
}
