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
    private final Map<Integer, Map<Subject, List<Turn>>> turns;

    private final Map<Subject, Seen> seen;

    ThroughputReport(ThroughputPlan plan, Map<Integer, Map<Subject, List<Turn>>> turns, Map<Subject, Seen> seen) {
        this.plan = plan;
        this.turns = turns;
        this.seen = seen;
    }

    Section section() {
        Section section = new Section("postgres", "Throughput on PostgreSQL")
                .paragraph("Reads of one row by its primary key from a table of " + Figures.count(Reader.ROWS)
                        + " rows, prepared once, through pgjdbc to a server on the same machine. Each service and the raw"
                        + " driver read in turns, "
                        + plan.slice().toMillis()
                        + " ms each, in " + Figures.count(plan.rounds(), "round") + "; a share is that of a slice"
                        + " to the raw driver's slices right before and after it: median, quartiles"
                        + " in brackets. The raw driver's own share says how noisy the machine was. Processor time is that of the whole service, background"
                        + " threads included.");
        turns.forEach((threads, measured) -> {
            String clients = threads + (threads == 1 ? " client thread" : " client threads");
            section.paragraph("**" + clients + "**");
            List<List<String>> rows = new ArrayList<>();
            measured.forEach((subject, own) -> {
                Sample share = sample(own, Turn::percentOfRaw);
                rows.add(List.of(
                        subject.label(),
                        Figures.of(sample(own, turn -> turn.own().perSecond()).median()),
                        Figures.of(share),
                        Figures.of(sample(own, turn -> turn.own().processorMicrosPerRead())
                                .median()),
                        Figures.of(sample(own, Turn::processorMicrosMoreThanRaw))));
                if (subject.competitor().isOurs()) {
                    section.verdict(Target.atLeast(
                                    "reads per second of the raw driver's: " + subject.label() + ", " + clients,
                                    TARGET_PERCENT,
                                    " %")
                            .judge(share.median()));
                }
            });
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

    private static Sample sample(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return new Sample(turns.stream().map(figure::applyAsDouble).toList());
    }
}
