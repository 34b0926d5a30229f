package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.BindSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Bind values that captures with {@code binds=values} hold: of each statement in each session the sample of the whole, which
 * are the {@value #SIZE} members with the lowest ranks.
 */
public final class KeptValues {
    private static final int SIZE = 32;

    /** The sample of one statement in one session. */
    public static final class Sample {
        private final SortedMap<Double, BindSample> byRank = new TreeMap<>();
        private long seen;

        private void add(BindSample member) {
            seen = Math.max(seen, member.seen());
            byRank.put(member.rank(), member);
            if (byRank.size() > SIZE) {
                byRank.remove(byRank.lastKey());
            }
        }

        /** Members by rank, lowest first. */
        public SortedMap<Double, BindSample> byRank() {
            return byRank;
        }

        /** Executions that had been offered to the sample. */
        public long seen() {
            return seen;
        }
    }

    private final Map<Long, SortedMap<Long, Sample>> byStatement = new TreeMap<>();

    KeptValues() {}

    void add(BindSample member) {
        byStatement
                .computeIfAbsent(member.statement(), statement -> new TreeMap<>())
                .computeIfAbsent(member.session(), session -> new Sample())
                .add(member);
    }

    /** Leaves only statements that are to be kept. */
    void retain(LongPredicate kept) {
        byStatement.keySet().removeIf(statement -> !kept.test(statement));
    }

    /** Samples of a statement, by session. */
    public Collection<Sample> samples(long statement) {
        return byStatement.getOrDefault(statement, new TreeMap<>()).values();
    }

    /** Members of all samples of a statement, those with the lowest ranks first. */
    public List<BindSample> members(long statement) {
        List<BindSample> members = new ArrayList<>();
        samples(statement).forEach(sample -> members.addAll(sample.byRank().values()));
        members.sort(Comparator.comparingDouble((BindSample member) -> member.rank())
                .thenComparingLong(BindSample::session)
                .thenComparingLong(BindSample::sequence));
        return members;
    }

    void write(SummaryOutput out) {
        byStatement
                .values()
                .forEach(sessions -> sessions.values()
                        .forEach(sample -> sample.byRank()
                                .values()
                                .forEach(member -> out.capture(new BindSample(
                                        member.session(),
                                        member.statement(),
                                        member.sequence(),
                                        member.weightNanos(),
                                        sample.seen(),
                                        member.values())))));
    }
}
