package dev.sonde.migrations.impact;

import dev.sonde.migrations.impact.Blocked.BlockedStatement;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Preparation;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which locks the captured statements need, and how often. */
public final class LockDemand {

    private static final Comparator<BlockedStatement> MOST_FREQUENT =
            Comparator.comparingDouble(BlockedStatement::perSecond).reversed().thenComparing(BlockedStatement::sql);

    private record Need(BlockedStatement statement, LockMode mode) {}

    private final CapturedTraffic traffic;
    private final Map<Long, List<Need>> byRelation = new TreeMap<>();

    /**
     * The demand of a capture.
     *
     * @param preparations what the server said to each of its statements, in their order
     */
    public LockDemand(CapturedTraffic traffic, List<Preparation> preparations, ForeignKeys foreignKeys) {
        this.traffic = traffic;
        for (int i = 0; i < preparations.size(); i++) {
            if (preparations.get(i) instanceof Preparation.Accepted accepted) {
                CapturedStatement captured = traffic.statements().get(i);
                BlockedStatement statement = new BlockedStatement(
                        captured.statement().id(),
                        captured.statement().fingerprint(),
                        captured.statement().sql(),
                        captured.services(),
                        traffic.callsPerSecond(captured));
                Map<Long, LockMode> needs = foreignKeys.further(statement.sql(), accepted.locks());
                for (HeldLock lock : accepted.locks()) {
                    needs.merge(
                            lock.relation().oid(),
                            lock.mode(),
                            (one, other) -> one.compareTo(other) >= 0 ? one : other);
                }
                needs.forEach((oid, mode) -> byRelation
                        .computeIfAbsent(oid, relation -> new ArrayList<>())
                        .add(new Need(statement, mode)));
            }
        }
    }

    /** Who waits while a lock is held on a relation. */
    Blocked blockedBy(Relation relation, LockMode mode) {
        List<BlockedStatement> statements = byRelation.getOrDefault(relation.oid(), List.of()).stream()
                .filter(need -> need.mode().conflictsWith(mode))
                .map(Need::statement)
                .sorted(MOST_FREQUENT)
                .toList();
        double busiest = traffic.windows()
                .busiest(statements.stream().map(BlockedStatement::id).toList());
        if (!Double.isNaN(busiest)) {
            return new Blocked(statements, busiest, traffic.windows().width().toSeconds());
        }
        double mean = statements.stream().mapToDouble(BlockedStatement::perSecond).sum();
        return new Blocked(statements, mean, 0);
    }
}
