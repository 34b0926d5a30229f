package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.analysis.nplusone.FaultTable;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.analysis.unit.OpenUnits;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.analysis.unit.UnitKey;
import dev.sonde.analysis.work.RunRoute;
import dev.sonde.analysis.work.UnitWork;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The maps behind a summary. Every one is filled by an operation that is commutative and associative;
 * what is shown of them is sorted, so that equal records give equal bytes downstream.
 */
final class SummaryState implements Dictionary {
    /** From how many executions on a unit that is over is looked at, whatever the report asks for later. */
    private static final int MIN_REPETITIONS = 5;

    /** Units; looking around costs about as much as a hundred of them. */
    private static final int LOOK_AROUND_EVERY = 4_096;

    /** As many as units can be open, so that those of units that executed nothing do not stay. */
    private static final int MAX_WAITS = OpenUnits.MAX_EXECUTIONS;

    /** What is imported from elsewhere has no units: to take all of it for one would find a loop in every statement. */
    private static final long NO_UNIT = 0;

    record StatementKey(long session, long statement) implements Comparable<StatementKey> {
        private static final Comparator<StatementKey> ORDER =
                Comparator.comparingLong(StatementKey::session).thenComparingLong(StatementKey::statement);

        @Override
        public int compareTo(StatementKey other) {
            return ORDER.compare(this, other);
        }
    }

    final Map<Long, Session> sessions = new TreeMap<>();
    final Map<Long, Statement> statements = new HashMap<>();
    final CallSites callSites;
    final Map<UnitKey, Unit> units = new HashMap<>();
    final OpenUnits openUnits = new OpenUnits();
    final FaultTable faults = new FaultTable();
    final UnitSpans spansOver = new UnitSpans();
    final UnitDurations durations = new UnitDurations();
    final Processes processes = new Processes();
    /** When units began to wait for a connection, as far as that was recorded; of units that are not over. */
    final Map<UnitKey, Long> waits = new LinkedHashMap<>();

    /** What units that are over did, and executions outside of units. */
    final UnitWork work = new UnitWork(this::isLetGo, StatementLimit.OTHERS.id());

    private final Consumer<UnitExecutions> whenOver = this::over;
    private long handedOn;
    long unitsOver;
    final Map<StatementKey, Map<String, Totals>> totals = new TreeMap<>();
    final Map<StatementKey, StatementDetails> details = new HashMap<>();
    private final KnownSums sums = new KnownSums(details, totals);
    private final StatementLimit limit;
    private final RouteLimit routes;
    private boolean cutStatements;

    final Map<PoolKey, PoolSums> pools = new TreeMap<>();
    OwnCost ownCost = OwnCost.NONE;
    final Set<Drops> drops = new TreeSet<>(Comparator.comparingLong(Drops::session)
            .thenComparingLong(Drops::fromMicros)
            .thenComparing(Drops::toString));

    SummaryState(StatementLimit limit) {
        this.limit = limit;
        this.routes = limit.routes();
        this.callSites = new CallSites(limit.kept());
        if (limit.isChosen()) {
            cutStatements();
        }
    }

    void add(Execution execution) {
        addOpen(execution);
        addDetails(execution);
    }

    /** Adds an execution to all but its unit of work. */
    void addDetails(Execution execution) {
        if (!isLetGo(execution.statement())) {
            sums.of(execution.session(), execution.statement())
                    .details()
                    .add(execution, callSites.known(execution.callSite()));
        }
    }

    /** Whether there are too many statements, and this is one of those that are only summed. */
    @Override
    public boolean isLetGo(long statement) {
        return cutStatements && !(limit.isChosen() ? limit.admits(statement) : statements.containsKey(statement));
    }

    boolean areStatementsCut() {
        return cutStatements;
    }

    boolean areCallSitesCut() {
        return details.values().stream().anyMatch(of -> of.sites.get(CallSites.OTHERS.id()) > 0);
    }

    /** From now on what is not known is one of the other statements. */
    void cutStatements() {
        cutStatements = true;
        statements.put(StatementLimit.OTHERS.id(), StatementLimit.OTHERS);
    }

    /** Whether there are more statements or routes than may be kept. */
    boolean isOver() {
        return areStatementsOver() || routes.isOver();
    }

    private boolean areStatementsOver() {
        return !limit.isChosen() && statements.size() > limit.most();
    }

    /** All routes, as long as all are kept. */
    Set<String> seenRoutes() {
        return routes.seen();
    }

    boolean areRoutesCut() {
        return routes.isCut();
    }

    /** How many routes were summed as one, 0 if they were not counted. */
    long otherRoutes() {
        return limit.otherRoutes();
    }

    /** Sums routes of which there are too many, or that somebody else has kept. */
    private void limitRoutes() {
        if (routes.isOver()) {
            LongCounts nanos = new LongCounts();
            totals.values()
                    .forEach(byRoute -> byRoute.forEach((route, of) ->
                            nanos.add(RouteLimit.id(route), Math.max(0, of.nanos) + Math.max(0, of.calls))));
            routes.choose(nanos);
        }
        if (routes.isCut()) {
            totals.values().forEach(this::sumRoutes);
            units.replaceAll((key, unit) -> kept(unit));
            spansOver.rename(routes::of);
            durations.rename(routes::of);
            work.rename(routes::of);
        }
    }

    private void sumRoutes(Map<String, Totals> byRoute) {
        for (String route : List.copyOf(byRoute.keySet())) {
            String kept = routes.of(route);
            Totals of = byRoute.get(route);
            if (of != null && !kept.equals(route)) {
                byRoute.remove(route);
                byRoute.computeIfAbsent(kept, name -> new Totals()).add(of);
            }
        }
    }

    private Unit kept(Unit unit) {
        String route = routes.of(unit.route());
        return route.equals(unit.route())
                ? unit
                : new Unit(unit.session(), unit.id(), route, unit.traceId(), unit.kind(), unit.startMicros());
    }

    void add(UnitAggregate aggregate) {
        durations.add(aggregate, routes.of(aggregate.route()));
    }

    /** Adds durations of another summary. */
    void readDurations(SummaryInput in) {
        durations.read(in, routes::of);
    }

    void add(Unit unit) {
        units.merge(new UnitKey(unit.session(), unit.id()), kept(unit), SummaryState::first);
    }

    /** Sums these statements, of which there are too many. */
    void letGo(Set<Long> ids) {
        statements.keySet().removeAll(ids);
        cutStatements();
        sumOthers();
    }

    /** Adds the sums of a statement on a route, of another summary. */
    void addTotals(StatementKey key, String route, Totals value) {
        totals.computeIfAbsent(key, statement -> new TreeMap<>())
                .computeIfAbsent(routes.of(route), name -> new Totals())
                .add(value);
    }

    /** Moves what was let go to the other statements. */
    private void sumOthers() {
        details.keySet().removeIf(key -> isLetGo(key.statement()));
        work.sumOthers();
        Map<StatementKey, Map<String, Totals>> others = new TreeMap<>();
        totals.entrySet().removeIf(entry -> {
            if (!isLetGo(entry.getKey().statement())) {
                return false;
            }
            Map<String, Totals> of = others.computeIfAbsent(
                    new StatementKey(entry.getKey().session(), StatementLimit.OTHERS.id()), key -> new TreeMap<>());
            entry.getValue()
                    .forEach((route, part) ->
                            of.computeIfAbsent(route, key -> new Totals()).add(part));
            return true;
        });
        others.forEach((key, byRoute) -> {
            Map<String, Totals> of = totals.computeIfAbsent(key, statement -> new TreeMap<>());
            byRoute.forEach((route, part) ->
                    of.computeIfAbsent(route, name -> new Totals()).add(part));
        });
        sums.clear();
    }

    /** Lets go what is too much. */
    void limit() {
        limitRoutes();
        if (areStatementsOver()) {
            limit.apply(this);
        } else if (cutStatements) {
            sumOthers(); // of which another summary may have the sums, but no text
        }
        callSites.limit(this);
    }

    /** Adds an execution that was counted in all other respects. */
    void addOpen(Execution execution) {
        if (execution.unit() == NO_UNIT) {
            work.add(execution);
        } else {
            openUnits.add(execution, whenOver);
        }
    }

    private void over(UnitExecutions unit) {
        // Where its list was read may be known from units that go on
        if (handedOn++ % LOOK_AROUND_EVERY == 0) {
            faults.lookAround(openUnits.all(), this);
        }
        faults.add(unit, this, MIN_REPETITIONS);
        finish(unit);
    }

    private void finish(UnitExecutions unit) {
        String route = route(unit.key());
        spansOver.add(unit, route, waits.remove(unit.key()));
        work.add(unit, route, this::statement);
        unitsOver += unit.isContinued() ? 0 : 1;
        if (!unit.isCut()) {
            units.remove(unit.key()); // hardly anything comes after a unit that was long unused
        }
    }

    /** Ends all units; as for findings, every call site is known before the first unit is looked at. */
    void endUnits() {
        openUnits.inOrder().forEach(unit -> faults.observe(unit, this));
        faults.lookAround(List.of(), this);
        openUnits.drain(unit -> {
            faults.scan(unit, this, MIN_REPETITIONS);
            finish(unit);
        });
        units.clear();
        waits.clear();
    }

    /** Units of work that executed something. */
    long unitCount() {
        return unitsOver
                + openUnits.all().stream().filter(unit -> !unit.isContinued()).count();
    }

    /** How long units of work were busy with their statements. */
    UnitSpans spans() {
        UnitSpans all = new UnitSpans();
        all.add(spansOver);
        openUnits.all().forEach(unit -> all.add(unit, route(unit.key()), waits.get(unit.key())));
        return all;
    }

    /** What all units did, those that may go on as well. */
    List<RunRoute> work() {
        UnitWork all = new UnitWork(this::isLetGo, StatementLimit.OTHERS.id());
        all.add(work);
        openUnits.inOrder().forEach(unit -> all.add(unit, route(unit.key()), this::statement));
        return all.routes();
    }

    @Override
    public String service(long session) {
        Session known = sessions.get(session);
        return known == null ? "" : known.service();
    }

    @Override
    public String route(UnitKey unit) {
        Unit known = units.get(unit);
        return known == null ? "" : known.route();
    }

    @Override
    public boolean isUnit(UnitKey unit) {
        return units.containsKey(unit);
    }

    @Override
    public @Nullable Statement statement(long id) {
        return statements.get(id);
    }

    @Override
    public @Nullable CallSite callSite(long id) {
        return callSites.get(id);
    }

    void add(Aggregate aggregate) {
        long id = isLetGo(aggregate.statement()) ? StatementLimit.OTHERS.id() : aggregate.statement();
        sums.of(aggregate.session(), id)
                .totals()
                .computeIfAbsent(routes.of(aggregate.route()), route -> new Totals())
                .add(aggregate);
    }

    void add(Lease lease) {
        addSums(lease);
        addWait(lease);
    }

    /** Adds a lease to all but its unit of work. */
    void addSums(Lease lease) {
        pool(lease.session(), lease.pool()).add(lease, callSites.known(lease.callSite()));
    }

    /** Adds the wait to the lease's unit of work. */
    void addWait(Lease lease) {
        if (lease.waitNanos() > 0 && lease.unit() != NO_UNIT) {
            addWait(new UnitKey(lease.session(), lease.unit()), lease.startMicros() - lease.waitNanos() / 1_000);
        }
    }

    void addWait(UnitKey unit, long fromMicros) {
        waits.merge(unit, fromMicros, Math::min);
        if (waits.size() > MAX_WAITS) {
            waits.remove(waits.keySet().iterator().next());
        }
    }

    PoolSums pool(long session, String pool) {
        return pools.computeIfAbsent(new PoolKey(session, pool), key -> new PoolSums());
    }

    /** Adds a statement; there may be too many then. */
    void add(Statement statement) {
        if (StatementLimit.isOthers(statement)) {
            cutStatements();
        } else if (limit.admits(statement.id())) {
            statements.merge(statement.id(), statement, SummaryState::richer);
        }
    }

    void add(CallSite site) {
        if (limit.admitsSite(site.id())) {
            callSites.add(site, this);
        }
    }

    void add(SummaryState other) {
        other.sessions.forEach((key, value) -> sessions.merge(key, value, SummaryState::first));
        other.statements.values().forEach(this::add);
        callSites.addAll(other.callSites);
        other.units.forEach((key, value) -> units.merge(key, value, SummaryState::first));
        openUnits.addAll(other.openUnits, this::over);
        faults.add(other.faults);
        spansOver.add(other.spansOver);
        durations.add(other.durations, routes::of);
        processes.add(other.processes);
        work.add(other.work);
        other.waits.forEach(this::addWait);
        unitsOver += other.unitsOver;
        other.totals.forEach((key, byRoute) -> byRoute.forEach((route, value) -> addTotals(key, route, value)));
        other.details.forEach((key, value) -> details.computeIfAbsent(key, statement -> new StatementDetails())
                .add(value));
        other.pools.forEach((key, value) -> pool(key.session(), key.pool()).add(value));
        ownCost = ownCost.plus(other.ownCost);
        drops.addAll(other.drops);
        limit();
    }

    // One identifier, two contents: which wins does not matter, that it is always the same one does
    static <T> T first(T one, T other) {
        return one.equals(other) || one.toString().compareTo(other.toString()) <= 0 ? one : other;
    }

    private static Statement richer(Statement one, Statement other) {
        return one.equals(other)
                ? one
                : new Statement(
                        Math.min(one.session(), other.session()),
                        one.id(),
                        Math.min(one.fingerprint(), other.fingerprint()),
                        first(one.sql(), other.sql()),
                        longer(one.literalPositions(), other.literalPositions()),
                        longer(one.bindTypes(), other.bindTypes()),
                        longer(one.columns(), other.columns()),
                        one.truncated() || other.truncated());
    }

    private static <T> List<T> longer(List<T> one, List<T> other) {
        return one.size() == other.size() ? first(one, other) : one.size() > other.size() ? one : other;
    }

    /** False, too, if units are over: what they were reduced to is not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SummaryState state
                && sessions.equals(state.sessions)
                && statements.equals(state.statements)
                && callSites.equals(state.callSites)
                && units.equals(state.units)
                && openUnits.equals(state.openUnits)
                && faults.isEmpty()
                && state.faults.isEmpty()
                && durations.equals(state.durations)
                && processes.equals(state.processes)
                && totals.equals(state.totals)
                && details.equals(state.details)
                && pools.equals(state.pools)
                && ownCost.equals(state.ownCost)
                && drops.equals(state.drops);
    }

    @Override
    public int hashCode() {
        return statements.hashCode();
    }
}
