package dev.sonde.cli.compare;

import dev.sonde.analysis.compare.Noise;
import dev.sonde.analysis.compare.RouteChange;
import dev.sonde.cli.output.Figures;
import java.util.ArrayList;
import java.util.List;

/** What all formats for people say in the same words. */
final class CompareWords {

    static final String NOT_COMPARED = "What could not be compared";

    private CompareWords() {}

    /** A name and what is to be said of it. */
    record Fact(String name, String text, boolean isCode) {
        String padded() {
            return name + " ".repeat(Math.max(1, 8 - name.length()));
        }
    }

    static List<Fact> facts(CompareReport report) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("base", side(report.base()), false));
        facts.add(new Fact("head", side(report.head()), false));
        facts.add(new Fact("noise", noise(report), false));
        if (report.budget() != null) {
            facts.add(new Fact("budget", report.budget().summary(), false));
        }
        return facts;
    }

    static List<Fact> facts(CompareReport.Loop loop) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("verdict", loop.verdict() + why(loop), false));
        if (!loop.route().isEmpty()) {
            facts.add(new Fact("route", loop.route(), true));
        }
        if (loop.loopFrame() != null) {
            facts.add(new Fact("loop", loop.loopFrame(), true));
        }
        facts.add(new Fact(
                "cost",
                Figures.counted(loop.executions(), "execution") + " in " + Figures.counted(loop.units(), "unit")
                        + " of work, " + Figures.counted(loop.savedRoundTrips(), "round trip") + " to be saved",
                false));
        facts.add(new Fact("fix", loop.fix(), false));
        return facts;
    }

    private static String why(CompareReport.Loop loop) {
        if (loop.regression()) {
            return "";
        }
        return loop.verdict().equals("CONFIRMED")
                ? ", but base may lack it by chance: no regression"
                : ", and so no regression";
    }

    private static String side(CompareReport.Side side) {
        return String.join(", ", side.services()) + ": " + Figures.counted(side.runs(), "run") + ", "
                + Figures.counted(side.executions(), "execution") + ", " + Figures.counted(side.units(), "whole unit")
                + " of work";
    }

    static String verdict(CompareReport report) {
        if (report.regressions() == 0) {
            return report.counts().tested() == 0 ? "No regression, but no times could be compared" : "No regression";
        }
        List<String> parts = new ArrayList<>();
        add(parts, report.counts().slower(), "slower statement");
        add(
                parts,
                report.routes(RouteChange.Outcome.MORE).size(),
                "route with more round trips",
                "routes with more round trips");
        add(
                parts,
                report.newLoops().stream()
                        .filter(CompareReport.Loop::regression)
                        .count(),
                "new N+1",
                "new N+1");
        add(parts, report.budget() == null ? 0 : report.budget().overruns().size(), "exceeded limit");
        return Figures.counted(report.regressions(), "regression") + ": " + String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String noun) {
        add(parts, count, noun, noun + "s");
    }

    private static void add(List<String> parts, long count, String noun, String plural) {
        if (count > 0) {
            parts.add(Figures.count(count) + " " + (count == 1 ? noun : plural));
        }
    }

    private static String noise(CompareReport report) {
        Noise noise = report.noise();
        String limit = "slower means more than " + Figures.number(noise.factor()) + " times"
                + (noise.drift() > 1 ? " that" : " as long")
                + " and " + Figures.millis(report.limits().minMillis()) + " more, at a false discovery rate of 1 %";
        String known = switch (noise.source()) {
            case "runs" ->
                "a statement's time differs by a factor of " + Figures.number(noise.spread())
                        + " from run to run (measured between runs of one side, "
                        + Figures.counted(noise.statements(), "pair")
                        + ")";
            case "statements" ->
                "a statement's time differs by a factor of " + Figures.number(noise.spread())
                        + " from base to head (read from the bulk of "
                        + Figures.counted(noise.statements(), "statement") + ")";
            default -> "not known";
        };
        return known + "; the typical statement takes " + Figures.number(noise.drift()) + " times as long in head; "
                + limit;
    }
}
