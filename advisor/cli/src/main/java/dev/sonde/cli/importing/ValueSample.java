package dev.sonde.cli.importing;

import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The weighted sample of one statement's values, as docs/capture-format.md has it. */
final class ValueSample {

    static final int SIZE = 32;

    private final PriorityQueue<BindSample> kept =
            new PriorityQueue<>(Comparator.comparingDouble((BindSample member) -> -member.rank()));
    private long seen;

    /** Whether an execution would be kept, to be asked before its values are looked at. */
    boolean wants(long session, long sequence, long weight) {
        seen++;
        BindSample last = kept.peek();
        return kept.size() < SIZE || last == null || BindSample.rank(session, sequence, weight) < last.rank();
    }

    void add(long session, long statement, long sequence, long weight, List<KeptValue> values) {
        kept.add(new BindSample(session, statement, sequence, weight, seen, values));
        if (kept.size() > SIZE) {
            kept.remove();
        }
    }

    /** In the order of their executions. */
    List<BindSample> members() {
        return kept.stream()
                .sorted(Comparator.comparingLong(BindSample::sequence))
                .map(member -> new BindSample(
                        member.session(),
                        member.statement(),
                        member.sequence(),
                        member.weightNanos(),
                        seen,
                        member.values()))
                .toList();
    }
}
