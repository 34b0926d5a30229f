package dev.sonde.analysis.compare;

import dev.sonde.analysis.finding.Finding;
import java.util.List;
import java.util.function.Predicate;

/**
 * How head differs from base. Lists are in the order of service, route and fingerprint.
 *
 * @param statements all of both, those without a difference too
 * @param routes all of both
 * @param newLoops loops of head that base has not, of rule {@code n-plus-one}, whatever their verdict
 * @param notes what could not be compared, and why, in words
 */
public record Comparison(
        Noise noise,
        List<StatementChange> statements,
        List<RouteChange> routes,
        List<NewLoop> newLoops,
        List<Finding> goneLoops,
        List<String> notes) {
    public Comparison {
        statements = List.copyOf(statements);
        routes = List.copyOf(routes);
        newLoops = List.copyOf(newLoops);
        goneLoops = List.copyOf(goneLoops);
        notes = List.copyOf(notes);
    }

    /** Statements with this outcome. */
    public List<StatementChange> statements(StatementChange.Outcome outcome) {
        return matching(statements, change -> change.outcome() == outcome);
    }

    /** Routes with this outcome. */
    public List<RouteChange> routes(RouteChange.Outcome outcome) {
        return matching(routes, change -> change.outcome() == outcome);
    }

    private List<NewLoop> provedNewLoops() {
        return matching(newLoops, NewLoop::isRegression);
    }

    /** Statements that became slower, routes with more round trips, and new loops that are proved. */
    public int regressions() {
        return statements(StatementChange.Outcome.SLOWER).size()
                + routes(RouteChange.Outcome.MORE).size()
                + provedNewLoops().size();
    }

    private static <T> List<T> matching(List<T> all, Predicate<T> condition) {
        return all.stream().filter(condition).toList();
    }
}
