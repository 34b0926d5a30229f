package dev.sonde.sample.nplusone.score;

import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Label;
import dev.sonde.sample.nplusone.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** The results as {@code docs/n-plus-one-benchmark.md}. Equal results give equal text, whatever the header says. */
final class BenchmarkPage {
    private static final Predicate<RunScore> SCORED = score -> score.run().n() >= 5;

    private final Results results;

    BenchmarkPage(Results results) {
        this.results = results;
    }

    /** The page under that header. */
    String under(String header) {
        return "# N+1 benchmark: Sonde beside its peers\n\n" + header + "\n\n"
                + BenchmarkWords.WHAT
                + "\n\n## Summary\n\nPrograms with N of 5 and more. " + BenchmarkWords.SUMMARY + "\n\n" + summary()
                + "\n## By class\n\n" + BenchmarkWords.CLASSES + "\n\n" + byLabel()
                + "\n## By N\n\n" + BenchmarkWords.SIZES + "\n\n" + bySize()
                + "\n## By framework\n\n" + BenchmarkWords.CLASSES + "\n\n" + byFramework()
                + "\n## By scenario\n\n" + BenchmarkWords.SCENARIOS + "\n\n" + byScenario()
                + "\n## What Sonde got wrong\n\n" + mistakes()
                + "\n## What was not run\n\n" + notRun()
                + "\n## How to read it\n\n" + BenchmarkWords.READING;
    }

    private String summary() {
        Table table = new Table(List.of(
                "detector",
                "recall of what it looks for",
                "recall of all",
                "precision",
                "quiet on programs without fault",
                "right parent",
                "right place",
                "one report a fault",
                "same identity when lines move"));
        for (Detector detector : results.detectors()) {
            Tally all = results.tally(detector, SCORED);
            Tally own = results.tally(
                    detector, SCORED.and(score -> detector.looksFor().contains(score.label())));
            List<RunScore> negatives =
                    results.scores(detector, SCORED.and(score -> !score.label().isFault()));
            int quiet = (int)
                    negatives.stream().filter(score -> score.wrong().isEmpty()).count();
            table.row(
                    detector.name(),
                    List.of(
                            Tally.ratio(own.found(), own.faults()),
                            Tally.ratio(all.found(), all.faults()),
                            Tally.ratio(all.reports() - all.alarms(), all.reports()),
                            quiet + "/" + negatives.size(),
                            detector.namesParent() ? Tally.ratio(all.parents(), all.programsFound()) : "names none",
                            detector.namesPlace() ? Tally.ratio(all.places(), all.programsFound()) : "names none",
                            detector.namesStatement()
                                    ? Tally.ratio(all.grouped(), all.programsFound())
                                    : "says yes or no",
                            detector.hasIdentity() ? Tally.ratio(all.stable(), all.programsFound()) : "has none"));
        }
        return table.toString();
    }

    private String byLabel() {
        List<Label> labels = Arrays.stream(Label.values())
                .filter(label ->
                        results.runs().stream().anyMatch(run -> run.truth().label() == label))
                .toList();
        return by(
                labels,
                label -> label.name().toLowerCase(Locale.ROOT),
                label -> SCORED.and(score -> score.label() == label));
    }

    private String byFramework() {
        List<Framework> frameworks = Arrays.stream(Framework.values())
                .filter(framework -> results.runs().stream().anyMatch(run -> run.framework() == framework))
                .toList();
        return by(
                frameworks,
                Framework::title,
                framework -> SCORED.and(score -> score.run().framework() == framework));
    }

    private String bySize() {
        List<Integer> sizes = List.copyOf(
                new TreeSet<>(results.runs().stream().map(RecordedRun::n).toList()));
        return by(sizes, n -> "N = " + n, n -> score -> score.run().n() == n);
    }

    private <T> String by(List<T> groups, Function<T, String> name, Function<T, Predicate<RunScore>> filter) {
        Table table = Table.of("detector", groups.stream().map(name).toList());
        for (Detector detector : results.detectors()) {
            table.row(
                    detector.name(),
                    groups.stream()
                            .map(group -> cell(results.scores(detector, filter.apply(group))))
                            .toList());
        }
        return table.toString();
    }

    /** Faults found of faults, and false alarms; of loops too short to be a fault, how many were reported. */
    private static String cell(List<RunScore> scores) {
        Tally tally = Tally.of(scores);
        List<String> parts = new ArrayList<>();
        if (tally.faults() > 0) {
            parts.add(tally.found() + "/" + tally.faults());
        }
        List<RunScore> small = scores.stream().filter(RunScore::isSmall).toList();
        if (!small.isEmpty()) {
            long reported =
                    small.stream().filter(score -> !score.right().isEmpty()).count();
            parts.add("(" + reported + "/" + small.size() + ")");
        }
        int alarms = scores.stream().mapToInt(score -> score.wrong().size()).sum();
        if (alarms > 0) {
            parts.add(alarms + " ✗");
        }
        return parts.isEmpty() ? scores.isEmpty() ? "" : "✓" : String.join(" ", parts);
    }

    private String byScenario() {
        Table table = Table.of(
                "scenario", results.detectors().stream().map(Detector::name).toList());
        for (Scenario scenario : scenarios()) {
            table.row(
                    scenario.number() + " " + scenario.name() + " ("
                            + scenario.label().name().toLowerCase(Locale.ROOT) + ")",
                    results.detectors().stream()
                            .map(detector -> mark(results.scores(
                                    detector,
                                    SCORED.and(score -> score.run().scenario().number() == scenario.number()))))
                            .toList());
        }
        return table.toString();
    }

    private static String mark(List<RunScore> scores) {
        Tally tally = Tally.of(scores);
        String found = tally.faults() == 0
                ? tally.alarms() == 0 ? "✓" : ""
                : tally.found() == tally.faults()
                        ? "✓"
                        : tally.found() == 0 ? "missed" : tally.found() + "/" + tally.faults();
        String alarms = tally.alarms() == 0 ? "" : tally.alarms() + " ✗";
        return (found + " " + alarms).strip();
    }

    private List<Scenario> scenarios() {
        return results.runs().stream()
                .map(RecordedRun::scenario)
                .distinct()
                .sorted(Comparator.comparingInt(Scenario::number))
                .toList();
    }

    private String mistakes() {
        StringBuilder lines = new StringBuilder();
        for (RunScore score : results.scores(results.detectors().get(0), SCORED)) {
            String mistake = score.mistake();
            if (mistake != null) {
                lines.append("- ")
                        .append(score.name())
                        .append(": ")
                        .append(mistake)
                        .append('\n');
            } else if (score.found() > 0 && !(score.parentIsRight() && score.placeIsRight() && score.isGrouped())) {
                lines.append("- ")
                        .append(score.name())
                        .append(": found, but ")
                        .append(score.parentIsRight() ? "" : "the parent is another; ")
                        .append(score.placeIsRight() ? "" : "the place is another; ")
                        .append(score.isGrouped() ? "" : "in " + score.right().size() + " findings; ")
                        .append("it says ")
                        .append(score.right().stream().map(Report::words).toList())
                        .append('\n');
            }
        }
        return lines.isEmpty() ? "Nothing, on these programs.\n" : lines.toString();
    }

    private String notRun() {
        List<Framework> frameworks = Arrays.asList(Framework.values());
        Table table =
                Table.of("scenario", frameworks.stream().map(Framework::title).toList());
        for (Scenario scenario : scenarios()) {
            List<String> cells = frameworks.stream()
                    .map(framework -> results.runs().stream()
                                    .anyMatch(run -> run.framework() == framework
                                            && run.scenario().number() == scenario.number())
                            ? "✓"
                            : "")
                    .toList();
            table.row(scenario.number() + " " + scenario.name(), cells);
        }
        return BenchmarkWords.NOT_RUN + "\n\n" + table;
    }
}
