package dev.sonde.analysis.compare;

import dev.sonde.analysis.compare.RankTest.Margin;
import dev.sonde.analysis.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares two workloads. */
public final class Comparing {
    private final Workload base;
    private final Workload head;
    private final List<String> notes = new ArrayList<>();

    private Comparing(Workload base, Workload head) {
        this.base = base;
        this.head = head;
    }

    /**
     * Compares the services that both workloads hold; their versions are what is expected to differ. The same input gives
     * the same comparison: nothing in it is drawn at random.
     *
     * @throws IllegalArgumentException if one of them has no executions, or they have no service in common
     */
    public static Comparison of(Workload base, Workload head, CompareOptions options) {
        requireExecutions("base", base);
        requireExecutions("head", head);
        SortedSet<String> services = new TreeSet<>(base.versions().keySet());
        services.retainAll(head.versions().keySet());
        if (services.isEmpty()) {
            throw new IllegalArgumentException(
                    "base is a capture of " + names(base.versions().keySet())
                            + " and head of " + names(head.versions().keySet())
                            + ": there is no service in both, so nothing can be compared");
        }
        return new Comparing(base.only(services), head.only(services)).compare(base, head, options);
    }

    private static void requireExecutions(String name, Workload side) {
        if (side.executions() == 0) {
            throw new IllegalArgumentException(
                    name + " holds no executions, so nothing can be compared: was the service"
                            + " used while it was captured?");
        }
    }

    private static String names(Set<String> names) {
        return names.isEmpty()
                ? "no service that is named"
                : String.join(
                        ", ",
                        names.stream()
                                .map(name -> name.isEmpty() ? "(unnamed)" : name)
                                .toList());
    }

    private Comparison compare(Workload allOfBase, Workload allOfHead, CompareOptions options) {
        noteServices(allOfBase, allOfHead);
        noteOtherStatements();
        noteOtherRoutes();
        Noise noise = Noise.of(base, head, options.minFactor());
        List<RouteChange> routes = RouteChanges.of(base, head);
        Set<RouteKey> otherRoundTrips = routes.stream()
                .filter(change ->
                        change.outcome() == RouteChange.Outcome.MORE || change.outcome() == RouteChange.Outcome.FEWER)
                .map(change -> new RouteKey(change.service(), change.route()))
                .collect(Collectors.toSet());
        List<StatementChange> statements = StatementChanges.of(
                base, head, noise, new Margin(noise.factor(), options.minMillis()), otherRoundTrips);
        List<NewLoop> newLoops = Loops.added(base, head);
        noteLimits(noise, statements, routes);
        noteRareLoops(newLoops);
        return new Comparison(noise, statements, routes, newLoops, Loops.without(base.loops(), head.loops()), notes);
    }

    private void noteServices(Workload allOfBase, Workload allOfHead) {
        noteMissing("base", allOfBase, base);
        noteMissing("head", allOfHead, head);
        base.versions().forEach((service, versions) -> {
            noteVersions("base", service, versions);
            noteVersions("head", service, head.versions().getOrDefault(service, new TreeSet<>()));
        });
        SortedSet<Long> both = new TreeSet<>(base.runs());
        both.retainAll(head.runs());
        if (!both.isEmpty()) {
            notes.add(both.size() + (both.size() == 1 ? " run is" : " runs are")
                    + " in base and in head: what is compared with itself does not differ");
        }
    }

    private void noteOtherStatements() {
        boolean cut = Stream.of(base, head)
                .anyMatch(side -> side.statements().keySet().stream().anyMatch(StatementKey::isOthers));
        if (cut) {
            notes.add(
                    "statements that are not among the 10,000 that took most time of base or of head are only counted: a"
                            + " side has more than 20,000 different ones, usually since literals or generated names are written into"
                            + " the SQL");
        }
    }

    private void noteOtherRoutes() {
        if (base.hasOtherRoutes() || head.hasOtherRoutes()) {
            notes.add(
                    "routes that are not among the 5,000 that took most time of base or of head are not compared: a side has"
                            + " more than 10,000 different ones, usually since addresses with identifiers in them are taken for"
                            + " routes");
        }
    }

    private void noteMissing(String name, Workload all, Workload compared) {
        SortedSet<String> missing = new TreeSet<>(all.versions().keySet());
        missing.removeAll(compared.versions().keySet());
        if (!missing.isEmpty()) {
            notes.add("only " + name + " holds " + names(missing) + ", which is not compared");
        }
    }

    private void noteVersions(String name, String service, SortedSet<String> versions) {
        if (versions.size() > 1) {
            notes.add(name + " holds " + versions.size() + " versions of " + service + " ("
                    + String.join(", ", versions) + "), which are taken for one");
        }
    }

    private void noteRareLoops(List<NewLoop> newLoops) {
        long rare = newLoops.stream()
                .filter(loop -> loop.finding().verdict() == Finding.Verdict.CONFIRMED && !loop.isRegression())
                .count();
        if (rare > 0) {
            notes.add("whether " + rare + (rare == 1 ? " loop is" : " loops are")
                    + " new cannot be told: in so few units of work of head that base may lack them by chance; call these"
                    + " routes at least ten times in both");
        }
    }

    private void noteLimits(Noise noise, List<StatementChange> statements, List<RouteChange> routes) {
        long few = statements.stream()
                .filter(change -> change.outcome() == StatementChange.Outcome.CANNOT_TELL)
                .count();
        if (few > 0) {
            notes.add("whether " + few + (few == 1 ? " statement takes" : " statements take")
                    + " longer cannot be told: executed in fewer than " + RankTest.FEWEST_WINDOWS
                    + " stretches of time on a side; capture for longer, or more load");
        }
        long unknown = routes.stream()
                .filter(change -> change.outcome() == RouteChange.Outcome.CANNOT_TELL)
                .count();
        if (unknown > 0) {
            notes.add("whether units of work of " + unknown + (unknown == 1 ? " route make" : " routes make")
                    + " more round trips cannot be told: too few units on a side, or too many of their executions were"
                    + " counted without details");
        }
        if (noise.source().equals("assumed")) {
            notes.add("the noise between two runs is not known, so a factor of " + (int) noise.factor()
                    + " is taken for noise: fewer than " + Noise.FEWEST_STATEMENTS
                    + " statements have enough samples; capture for longer");
        }
        if (noise.drift() > 2) {
            notes.add(
                    "the typical statement takes " + Math.round(10 * noise.drift()) / 10.0
                            + " times as long in head; this is taken for the machine's doing, so that a change that slows down"
                            + " everything is not told from a slower machine: compare runs on the same machine under the same load");
        }
    }
}
