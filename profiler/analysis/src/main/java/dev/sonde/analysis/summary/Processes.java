package dev.sonde.analysis.summary;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of each session's process the sample of most memory. */
final class Processes {
    /** Of equal memory the later one, of equal times always the same one. */
    private static final Comparator<ProcessSample> MOST = Comparator.comparingLong(ProcessSample::memoryBytes)
            .thenComparingLong(ProcessSample::atMicros)
            .thenComparing(ProcessSample::toString);

    private final Map<Long, ProcessSummary> bySession = new TreeMap<>();

    void add(ProcessSample sample) {
        add(new ProcessSummary(1, sample));
    }

    private void add(ProcessSummary summary) {
        bySession.merge(
                summary.most().session(),
                summary,
                (one, other) -> new ProcessSummary(
                        one.samples() + other.samples(),
                        MOST.compare(one.most(), other.most()) >= 0 ? one.most() : other.most()));
    }

    void add(Processes other) {
        other.bySession.values().forEach(this::add);
    }

    List<ProcessSummary> summaries() {
        return List.copyOf(bySession.values());
    }

    void write(SummaryOutput out) {
        out.each(
                SummaryKind.PROCESS,
                bySession,
                (session, of) -> out.id(session)
                        .number(of.samples())
                        .number(of.most().atMicros())
                        .number(of.most().heapUsedBytes())
                        .number(of.most().heapCommittedBytes())
                        .number(of.most().heapMaxBytes())
                        .number(of.most().nonHeapUsedBytes())
                        .number(of.most().residentBytes())
                        .number(of.most().cpuNanos())
                        .number(of.most().threads()));
    }

    void read(SummaryInput in) {
        long session = in.id();
        add(new ProcessSummary(
                in.number(),
                new ProcessSample(
                        session,
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.integer())));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Processes processes && bySession.equals(processes.bySession);
    }

    @Override
    public int hashCode() {
        return bySession.hashCode();
    }
}
