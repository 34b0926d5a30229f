package dev.sonde.migrations.impact;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Works out what traced files mean for the source. */
public final class Impacts {

    private static final Comparator<LockImpact> STRONGEST_FIRST = Comparator.comparing(LockImpact::mode)
            .reversed()
            .thenComparing(lock -> lock.relation().name());

    private final Forecaster forecaster;
    private final Optional<LockDemand> demand;

    private Impacts(Forecaster forecaster, Optional<LockDemand> demand) {
        this.forecaster = forecaster;
        this.demand = demand;
    }

    /** By the sizes of a snapshot and the demand of a capture; without them nothing is said of durations and of who waits. */
    public static Impacts of(Optional<CatalogSnapshot> snapshot, Optional<LockDemand> demand) {
        return new Impacts(new Forecaster(snapshot), demand);
    }

    /** Of the statements that concern something that was there before the first file, in their order. */
    public List<StatementImpact> of(FileTrace file) {
        List<StatementTrace> traces = file.statements();
        List<List<Work>> works = traces.stream().map(Forecaster::works).toList();
        List<Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            forecasts.add(forecaster.forecast(traces.get(i), works.get(i)));
        }
        List<StatementImpact> impacts = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            StatementTrace trace = traces.get(i);
            int end = trace.inTransaction() ? traces.size() : i + 1;
            List<LockImpact> locks = locks(trace, forecasts.subList(i, end));
            if (!locks.isEmpty() || !works.get(i).isEmpty()) {
                impacts.add(new StatementImpact(
                        file.file(), trace.statement(), locks, works.get(i), trace.phases(), forecasts.get(i)));
            }
        }
        return impacts;
    }

    private List<LockImpact> locks(StatementTrace trace, List<Forecast> whileHeld) {
        Seconds held = Seconds.NONE;
        boolean complete = true;
        for (Forecast forecast : whileHeld) {
            held = held.plus(forecast.seconds());
            complete &= forecast.kind() != Forecast.Kind.NOT_KNOWN;
        }
        Map<Long, LockMode> before = strongest(trace.locksBefore());
        Map<Long, LockMode> taken = strongest(trace.locks());
        List<LockImpact> impacts = new ArrayList<>();
        for (HeldLock lock : trace.locks()) {
            Relation relation = lock.relation();
            boolean strongest = lock.mode() == taken.get(relation.oid());
            boolean told = beyond(lock, before, relation.oid())
                    && beyond(lock, before, relation.table())
                    && beyond(lock, taken, relation.table());
            if (strongest && told && lock.mode() != LockMode.ACCESS_SHARE) {
                impacts.add(new LockImpact(
                        relation, lock.mode(), held, complete, demand.map(of -> of.blockedBy(relation, lock.mode()))));
            }
        }
        impacts.sort(STRONGEST_FIRST);
        return impacts;
    }

    /** Whether a lock is stronger than that on a relation; who is kept from a table does not get to its indexes. */
    private static boolean beyond(HeldLock lock, Map<Long, LockMode> others, long oid) {
        LockMode other = others.get(oid);
        return other == null || other.compareTo(lock.mode()) < 0;
    }

    private static Map<Long, LockMode> strongest(List<HeldLock> locks) {
        Map<Long, LockMode> modes = new TreeMap<>();
        for (HeldLock lock : locks) {
            modes.merge(lock.relation().oid(), lock.mode(), LockMode::stronger);
        }
        return modes;
    }
}
