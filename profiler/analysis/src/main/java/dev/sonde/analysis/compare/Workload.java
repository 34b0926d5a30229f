package dev.sonde.analysis.compare;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One side of a comparison. Whoever has the sums of a workload and samples of it over time can make one.
 *
 * @param versions by service
 * @param runs process runs that executed something, by their number in the capture
 * @param loops what repeats itself within a unit of work, of rule {@code n-plus-one}
 */
public record Workload(
        SortedMap<String, SortedSet<String>> versions,
        SortedSet<Long> runs,
        SortedMap<StatementKey, StatementWork> statements,
        SortedMap<RouteKey, RouteWork> routes,
        List<Finding> loops) {
    public Workload {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        runs = Collections.unmodifiableSortedSet(new TreeSet<>(runs));
        statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        loops = List.copyOf(loops);
    }

    /** The workload of captures, or of summaries of them. */
    public static Workload of(WorkloadSummary summary) {
        return WorkloadView.of(summary);
    }

    /** What belongs to these services. */
    Workload only(Set<String> services) {
        SortedMap<String, SortedSet<String>> kept = new TreeMap<>(versions);
        kept.keySet().retainAll(services);
        SortedMap<StatementKey, StatementWork> keptStatements = new TreeMap<>(statements);
        keptStatements.keySet().removeIf(key -> !services.contains(key.at().service()));
        SortedMap<RouteKey, RouteWork> keptRoutes = new TreeMap<>(routes);
        keptRoutes.keySet().removeIf(key -> !services.contains(key.service()));
        return new Workload(
                kept,
                runs,
                keptStatements,
                keptRoutes,
                loops.stream().filter(loop -> services.contains(loop.service())).toList());
    }

    /** Whether there were so many routes that some are only summed. */
    public boolean hasOtherRoutes() {
        return routes.keySet().stream().anyMatch(RouteKey::isOthers)
                || statements.keySet().stream().anyMatch(key -> key.at().isOthers());
    }

    public long executions() {
        return statements.values().stream().mapToLong(StatementWork::calls).sum();
    }

    public long units() {
        return routes.values().stream().mapToLong(RouteWork::units).sum();
    }
}
