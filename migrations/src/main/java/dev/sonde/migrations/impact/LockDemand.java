package dev.sonde.migrations.impact;

import dev.sonde.migrations.impact.Blocked.BlockedStatement;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Preparation;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which locks the captured statements need, and how often. This class is not threadsafe. */
public final class LockDemand {

    private static final Comparator<BlockedStatement> MOST_FREQUENT =
            Comparator.comparingDouble(BlockedStatement::perSecond).reversed().thenComparing(BlockedStatement::sql);

    private record Need(BlockedStatement statement, LockMode mode) {}

    private record Lock(long oid, LockMode mode) {}

    private final CapturedTraffic traffic;
    private final Map<Long, List<Need>> byRelation = new TreeMap<>();
    private final Map<Lock, Blocked> byLock = new HashMap<>();

    private LockDemand(CapturedTraffic traffic) {
        this.traffic = traffic;
    }

    /**
     * The locks of all statements that the server takes; of those that it refuses nothing is known.
     *
     * @param connection to the server, whose foreign keys lock further tables
     * @param preparations what the server said to each statement, by its identifier
     */
    public static LockDemand of(Connection connection, CapturedTraffic traffic, Map<String, Preparation> preparations)
            throws SQLException {
        LockDemand demand = new LockDemand(traffic);
        ForeignKeys foreignKeys = ForeignKeys.of(connection);
        for (CapturedStatement captured : traffic.statements()) {
            if (preparations.get(captured.statement().id()) instanceof Preparation.Accepted accepted) {
                demand.add(captured, accepted.locks(), foreignKeys);
            }
        }
        return demand;
    }

    private void add(CapturedStatement captured, List<HeldLock> locks, ForeignKeys foreignKeys) {
        BlockedStatement statement = new BlockedStatement(
                captured.statement().id(),
                captured.statement().fingerprint(),
                captured.statement().sql(),
                captured.services(),
                traffic.callsPerSecond(captured));
        Map<Long, LockMode> needs = foreignKeys.further(statement.sql(), locks);
        for (HeldLock lock : locks) {
            needs.merge(lock.relation().oid(), lock.mode(), LockMode::stronger);
        }
        needs.forEach((oid, mode) ->
                byRelation.computeIfAbsent(oid, relation -> new ArrayList<>()).add(new Need(statement, mode)));
    }

    /** Who waits while a lock is held on a relation. */
    Blocked blockedBy(Relation relation, LockMode mode) {
        return byLock.computeIfAbsent(new Lock(relation.oid(), mode), lock -> blockedBy(lock.oid(), lock.mode()));
    }

    private Blocked blockedBy(long oid, LockMode mode) {
        List<BlockedStatement> statements = byRelation.getOrDefault(oid, List.of()).stream()
                .filter(need -> need.mode().conflictsWith(mode))
                .map(Need::statement)
                .sorted(MOST_FREQUENT)
                .toList();
        double busiest = traffic.windows()
                .busiest(statements.stream().map(BlockedStatement::id).toList());
        if (!Double.isNaN(busiest)) {
            return new Blocked(statements, busiest, traffic.windows().width().toSeconds());
        }
        double mean =
                statements.stream().mapToDouble(BlockedStatement::perSecond).sum();
        return new Blocked(statements, mean, 0);
    }
}
