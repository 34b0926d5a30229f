package dev.sonde.sample.nplusone.score;

import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.scenario.Label;
import dev.sonde.sample.nplusone.scenario.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a detector did on one recorded program.
 *
 * @param right reports about statements that are truly repeated
 * @param wrong reports about others, or about a program with no fault
 * @param sameIdentity whether the right reports have the same identities after the source's lines moved
 */
record RunScore(RecordedRun run, List<Report> right, List<Report> wrong, boolean sameIdentity) {

    static RunScore of(Detector detector, RecordedRun run) {
        Map<Long, List<String>> texts = texts(run);
        List<Report> right = new ArrayList<>();
        List<Report> wrong = new ArrayList<>();
        for (Report report : detector.reports(run.records())) {
            boolean matches = run.truth().label().isFault() && isAboutChild(report, run.truth(), texts);
            (matches ? right : wrong).add(report);
        }
        boolean same = identities(right)
                .equals(identities(detector.reports(Twins.movedLines(run.records())).stream()
                        .filter(report -> isAboutChild(report, run.truth(), texts))
                        .toList()));
        return new RunScore(run, List.copyOf(right), List.copyOf(wrong), same);
    }

    Label label() {
        return run.truth().label();
    }

    /** Whether the loop is too short to be called a fault: nothing that is said of its statements is wrong then. */
    boolean isSmall() {
        return label().isFault() && run.n() < run.truth().from();
    }

    /** How many faults there are to find. */
    int faults() {
        return label().isFault() && !isSmall() ? run.truth().faults() : 0;
    }

    /** How many of them were found. A report that names no statement stands for all of them. */
    int found() {
        boolean all = right.stream().anyMatch(report -> report.fingerprints().isEmpty());
        return all ? faults() : Math.min(faults(), right.size());
    }

    /** Whether there is one report per fault; asked only where one was found. */
    boolean isGrouped() {
        return right.size() == faults()
                || right.stream().anyMatch(report -> report.fingerprints().isEmpty());
    }

    /** Whether every right report blames the right statement, or none where none is to blame. */
    boolean parentIsRight() {
        Map<Long, List<String>> texts = texts(run);
        return right.stream().allMatch(report -> {
            Long parent = report.parent();
            if (parent == null) {
                return run.truth().parent() == null;
            }
            if (run.truth().parent() == null) {
                // the rows that drive a walk up a tree are the walk's own
                return label() == Label.TREE
                        && texts.getOrDefault(parent, List.of()).stream().anyMatch(run.truth()::isChild);
            }
            return texts.getOrDefault(parent, List.of()).stream().anyMatch(run.truth()::isParent);
        });
    }

    /** Whether every right report shows the method that holds the loop; true where no stack can show it. */
    boolean placeIsRight() {
        String loop = run.truth().loop();
        return loop == null
                || right.stream().allMatch(report -> report.frames().stream().anyMatch(frame -> isIn(frame, loop)));
    }

    private static boolean isIn(String frame, String method) {
        int dot = method.lastIndexOf('.');
        // a lambda is in the method whose source holds it
        return frame.startsWith(method + "(")
                || frame.startsWith(method.substring(0, dot) + ".lambda$" + method.substring(dot + 1) + "$");
    }

    private static boolean isAboutChild(Report report, Truth truth, Map<Long, List<String>> texts) {
        return report.fingerprints().isEmpty()
                || truth.child().isEmpty()
                || report.fingerprints().stream()
                        .flatMap(fingerprint -> texts.getOrDefault(fingerprint, List.of()).stream())
                        .anyMatch(truth::isChild);
    }

    private static Set<String> identities(List<Report> reports) {
        Set<String> identities = new TreeSet<>();
        reports.forEach(report -> identities.add(report.identity()));
        return identities;
    }

    private static Map<Long, List<String>> texts(RecordedRun run) {
        Map<Long, List<String>> texts = new HashMap<>();
        for (Statement statement : run.all(Statement.class)) {
            texts.computeIfAbsent(statement.fingerprint(), fingerprint -> new ArrayList<>())
                    .add(statement.sql());
        }
        return texts;
    }

    /** For people: the scenario, the framework and N. */
    String name() {
        return run.scenario().number() + " " + run.scenario().name() + ", "
                + run.framework().title() + ", N = " + run.n();
    }

    /** For people: what was expected, and what came. */
    @Nullable
    String mistake() {
        if (found() < faults()) {
            return "expected " + label() + ", found " + (right.isEmpty() ? "nothing" : right.size() + " of " + faults())
                    + others();
        }
        return wrong.isEmpty() ? null : "expected " + (faults() > 0 ? "nothing else" : label()) + others();
    }

    private String others() {
        StringBuilder others = new StringBuilder();
        wrong.forEach(
                report -> others.append(others.isEmpty() ? "; got " : ", ").append(report.words()));
        return others.toString();
    }
}
