package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Sample;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The cost of one execution, on the stub driver. */
public final class StubPart {

    /** With the governor off: what it would leave out is not to be counted in our favour. */
    private static final StubCase TARGET_CASE =
            new StubCase(Competitor.SONDE_UNLIMITED, Preparation.ONCE, false, 1, false);

    private final Map<StubCase, List<StubFigures>> figures;
    private final StubPlan plan;

    StubPart(StubPlan plan, Map<StubCase, List<StubFigures>> figures) {
        this.plan = plan;
        this.figures = new LinkedHashMap<>(figures);
    }

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException {
        return run(StubPlan.full(), progress);
    }

    /** Measures the cases of the targets only. */
    public static Section targets(Consumer<String> progress) throws IOException {
        return run(StubPlan.targets(), progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException {
        return run(StubPlan.quick(), progress);
    }

    static Section run(StubPlan plan, Consumer<String> progress) throws IOException {
        return new StubPart(plan, new StubRunner(plan, progress).run()).section();
    }

    Section section() {
        Section section = new Section("stub", "Cost of one execution, on a driver without a database");
        verdicts(section);
        section.paragraph(
                "`StubDriverBenchmark` (JMH): one query with two binds (bigint, text), ten rows of two columns"
                        + " (bigint, text) read by index to the end, result closed. "
                        + Figures.count(plan.rounds(), "round")
                        + ", one fork of each case per round, in each " + plan.warmUps() + " + "
                        + plan.iterations()
                        + " iterations of " + plan.iteration().toMillis() + " ms, the first " + plan.warmUps()
                        + " not counted. Median of the rounds, quartiles in brackets; ratios and differences are taken within"
                        + " a round.");
        section.paragraph("Without a pause a thread asks up to millions of queries a second, which no database answers:"
                + " Sonde's ring is always full then, its writer thread takes a processor, and executions are counted"
                + " but lose their details. B/op counts the allocation of all threads, the writer's included; \"of the"
                + " caller\" is that of the threads that ask, which is what a service's request pays. The governor of"
                + " our own time takes a hundredth of nothing for its budget here and sheds almost everything, so the"
                + " targets are judged with the governor off (\"nothing shed\"). Of \"summaries only\" details are lost on"
                + " purpose: all but the first of each statement and, of each hour, some slow and failed ones.");
        settings(false).forEach((setting, cases) -> {
            section.paragraph("**Without a pause, " + setting + "**");
            withoutPause(section, cases);
        });
        settings(true).forEach((setting, cases) -> {
            section.paragraph("**With " + Figures.of(plan.think().toNanos() / 1000.0)
                    + " µs of work between executions, " + setting
                    + "**: what is added to the raw driver's time, by subtraction of the whole run's times, and as"
                    + " measured by two clock readings around each query.");
            paced(section, cases);
        });
        return section;
    }

    private void verdicts(Section section) {
        if (!figures.containsKey(TARGET_CASE)) {
            return;
        }
        Sample ours = sample(TARGET_CASE, StubFigures::nanos);
        StubCase empty = TARGET_CASE.of(Competitor.P6SPY_EMPTY);
        StubCase log = TARGET_CASE.of(Competitor.P6SPY_FILE_LOG);
        section.verdict(Target.atMost("time per execution over p6spy with an empty listener", 1.25, " ×")
                .judge(ours.over(sample(empty, StubFigures::nanos)).median()));
        section.verdict(Target.atMost("time per execution over p6spy's default file log", 0.125, " ×")
                .judge(ours.over(sample(log, StubFigures::nanos)).median()));
        section.verdict(Target.atMost("allocation of the caller above p6spy with an empty listener", 64, " B/op")
                .judge(sample(TARGET_CASE, StubFigures::callerBytes)
                        .minus(sample(empty, StubFigures::callerBytes))
                        .median()));
    }

    private void withoutPause(Section section, List<StubCase> cases) {
        List<List<String>> rows = new ArrayList<>();
        for (StubCase each : cases) {
            Sample nanos = sample(each, StubFigures::nanos);
            Sample empty = sample(each.of(Competitor.P6SPY_EMPTY), StubFigures::nanos);
            rows.add(List.of(
                    each.label(),
                    Figures.of(nanos),
                    Figures.of(nanos.over(empty)),
                    Figures.of(sample(each, StubFigures::bytes).median()),
                    Figures.of(sample(each, StubFigures::callerBytes).median()),
                    reduced(each),
                    lost(each)));
        }
        section.table(
                List.of("", "ns/op", "× p6spy, empty", "B/op", "B/op of the caller", "something shed", "details lost"),
                rows);
    }

    private void paced(Section section, List<StubCase> cases) {
        List<List<String>> rows = new ArrayList<>();
        for (StubCase each : cases) {
            StubCase raw = each.of(Competitor.RAW);
            rows.add(List.of(
                    each.label(),
                    Figures.of(sample(each, StubFigures::nanos).minus(sample(raw, StubFigures::nanos))),
                    Figures.of(sample(each, StubFigures::callerNanos).minus(sample(raw, StubFigures::callerNanos))),
                    Figures.of(sample(each, StubFigures::bytes).median()),
                    Figures.of(sample(each, StubFigures::callerBytes).median()),
                    reduced(each),
                    lost(each)));
        }
        section.table(
                List.of(
                        "",
                        "ns/op, by subtraction",
                        "ns/op, by clock",
                        "B/op",
                        "B/op of the caller",
                        "something shed",
                        "details lost"),
                rows);
    }

    private String lost(StubCase each) {
        return each.competitor().isOurs()
                ? Figures.percent(sample(each, StubFigures::lost).median())
                : "";
    }

    private String reduced(StubCase each) {
        return each.competitor().isOurs()
                ? Figures.percent(sample(each, StubFigures::reduced).median())
                : "";
    }

    private Map<String, List<StubCase>> settings(boolean paced) {
        Map<String, List<StubCase>> settings = new LinkedHashMap<>();
        plan.cases().stream()
                .filter(each -> each.paced() == paced)
                .forEach(each -> settings.computeIfAbsent(each.setting(), unseen -> new ArrayList<>())
                        .add(each));
        return settings;
    }

    private Sample sample(StubCase each, ToDoubleFunction<StubFigures> figure) {
        List<StubFigures> rounds = figures.get(each);
        if (rounds == null) {
            throw new IllegalArgumentException("not measured: " + each);
        }
        return new Sample(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
