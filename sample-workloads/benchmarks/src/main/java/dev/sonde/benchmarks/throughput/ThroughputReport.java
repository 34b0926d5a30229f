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
import java.util.stream.Collectors;

/** The section on throughput. */
final class ThroughputReport {

    private static final double TARGET_PERCENT = 97;

    private final ThroughputPlan plan;
    private final Map<Load, Map<Subject, List<List<Turn>>>> turns;

    private final Map<Subject, Seen> seen;

    /**
     * @param turns by load and service, the turns of each of its pairs of processes
     */
    ThroughputReport(ThroughputPlan plan, Map<Load, Map<Subject, List<List<Turn>>>> turns, Map<Subject, Seen> seen) {
        this.plan = plan;
        this.turns = turns;
        this.seen = seen;
    }

    Section section() {
        Section section = new Section("postgres", "Throughput on PostgreSQL")
                .paragraph("Reads of one row by its primary key from a table of " + Figures.count(Reader.ROWS)
                        + " rows, prepared once, through pgjdbc to a server on the same machine. Each service reads in turns"
                        + " with one of the raw driver, both new processes of the same age, warmed up for "
                        + plan.warmUp().toSeconds() + " s each by two threads: "
                        + plan.slice().toMillis()
                        + " ms each, in the order service, raw, raw, service or the other way round, which is a round; "
                        + Figures.count(plan.rounds(), "round") + " in each of "
                        + Figures.count(plan.pairs(), "pair")
                        + " of processes. A share is the median over all rounds, its 95 % confidence interval in brackets (by"
                        + " order statistics, which knows of rounds and not of processes), then the median of"
                        + " each pair. The raw driver's own share is that of another of its processes: how far a figure may be"
                        + " off. Processor time is that of the whole service, background threads included.");
        if (plan.loads().stream().anyMatch(load -> load.placement() == Placement.APART)) {
            section.paragraph(
                    "Client threads and the server's processes are kept on processors by `taskset`. Left to the kernel"
                            + " they change places, and one client's throughput fourfold with them: on two processors each message wakes one that"
                            + " is idle. On one processor nothing is waited for, so the profiler's share is the highest there.");
        }
        turns.forEach((load, measured) -> {
            section.paragraph("**" + load.label() + "**");
            List<List<String>> rows = new ArrayList<>();
            measured.forEach((subject, pairs) -> {
                List<Turn> own = pairs.stream().flatMap(List::stream).toList();
                Sample share = sample(own, Turn::percentOfRaw);
                rows.add(List.of(
                        subject.label(),
                        Figures.of(sample(own, turn -> turn.own().perSecond()).median()),
                        Figures.withInterval(share),
                        pairs.stream()
                                .map(pair -> Figures.of(
                                        sample(pair, Turn::percentOfRaw).median()))
                                .collect(Collectors.joining(", ")),
                        Figures.of(sample(own, turn -> turn.own().processorMicrosPerRead())
                                .median()),
                        Figures.withInterval(sample(own, Turn::processorMicrosMoreThanRaw))));
                if (subject.competitor().isOurs()) {
                    section.verdict(Target.atLeast(
                                    "reads per second of the raw driver's: " + subject.label() + ", " + load.label(),
                                    TARGET_PERCENT,
                                    " %")
                            .judge(share.median()));
                }
            });
            section.table(
                    List.of("", "reads/s", "% of raw", "by pair", "processor µs per read", "more than raw"), rows);
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
