package dev.sonde.benchmarks.throughput;

import dev.sonde.benchmarks.competitor.Seen;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Sample;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The section on throughput. */
final class ThroughputReport {

    private static final double TARGET_PERCENT = 97;

    private final ThroughputPlan plan;
    private final Map<Integer, Map<Subject, List<Slice>>> slices;

    private final Map<Subject, Seen> seen;

    ThroughputReport(ThroughputPlan plan, Map<Integer, Map<Subject, List<Slice>>> slices, Map<Subject, Seen> seen) {
        this.plan = plan;
        this.slices = slices;
        this.seen = seen;
    }

    Section section() {
        Section section = new Section("postgres", "Throughput on PostgreSQL")
                .paragraph("Reads of one row by its primary key from a table of " + Figures.count(Reader.ROWS)
                        + " rows, prepared once, through pgjdbc to a server on the same machine. "
                        + Figures.count(plan.rounds(), "round") + "; in each, every service reads for "
                        + plan.slice().toMillis()
                        + " ms, one at a time, in an order that moves on by one. Shares are taken within a round:"
                        + " median, quartiles in brackets. Processor time is that of the whole service, background"
                        + " threads included.");
        slices.forEach((threads, measured) -> {
            String clients = threads + (threads == 1 ? " client thread" : " client threads");
            section.paragraph("**" + clients + "**");
            Sample raw = sample(measured, Subject.RAW, Slice::perSecond);
            Sample rawProcessor = sample(measured, Subject.RAW, Slice::processorMicrosPerRead);
            List<List<String>> rows = new ArrayList<>();
            for (Subject subject : measured.keySet()) {
                Sample rate = sample(measured, subject, Slice::perSecond);
                Sample share = percent(rate.over(raw));
                Sample processor = sample(measured, subject, Slice::processorMicrosPerRead);
                rows.add(List.of(
                        subject.label(),
                        Figures.of(rate.median()),
                        Figures.of(share),
                        Figures.of(processor.median()),
                        Figures.of(processor.minus(rawProcessor))));
                if (subject.competitor().isOurs()) {
                    section.verdict(Target.atLeast(
                                    "reads per second of the raw driver's: " + subject.label() + ", " + clients,
                                    TARGET_PERCENT,
                                    " %")
                            .judge(share.median()));
                }
            }
            section.table(List.of("", "reads/s", "% of raw", "processor µs per read", "more than raw"), rows);
        });
        List<List<String>> kept = new ArrayList<>();
        seen.forEach((subject, each) -> {
            if (each.executions() > 0) {
                kept.add(List.of(
                        subject.label(),
                        Figures.count(each.executions()),
                        Figures.percent((double) each.reduced() / each.executions()),
                        Figures.percent((double) each.detailsLost() / each.executions()),
                        Figures.of((double) each.bytes() / each.executions())));
            }
        });
        return section.paragraph("What each kept over the whole run, warm-up included:")
                .table(List.of("", "executions", "something shed", "details lost", "bytes per execution"), kept);
    }

    private static Sample sample(Map<Subject, List<Slice>> measured, Subject subject, ToDoubleFunction<Slice> figure) {
        List<Slice> rounds = measured.getOrDefault(subject, List.of());
        return new Sample(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static Sample percent(Sample shares) {
        return new Sample(shares.values().stream().map(share -> 100 * share).toList());
    }
}
