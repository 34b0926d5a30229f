package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How long each statement and each route took and where statements were executed, of many more than are kept: about 50 bytes
 * each, of up to a million. Beyond that the half of the statements that took less is forgotten; it was at most a half-millionth
 * of the time each.
 */
public final class StatementTimes {
    private static final int MOST = 1 << 20;

    private record Time(long statement, long nanos) {
        private static final Comparator<Time> LEAST_FIRST = Comparator.comparingLong(Time::nanos)
                .thenComparing(Comparator.comparingLong(Time::statement).reversed());
    }

    /** In the place of a statement, where several were executed at a call site. */
    private static final long SEVERAL = ContentHash.of("several statements");

    private final StatementLimit limit;
    private final LongCounts nanos = new LongCounts();
    /** Statements by call site, since records of call sites may come long before those of executions. */
    private final LongCounts executedAt = new LongCounts();

    private final Set<Long> named = new HashSet<>();

    /** Statements that have a text or were counted, until it is known that there are too many. */
    private final LongCounts known = new LongCounts();
    /** All routes by {@link RouteLimit#id}, and their times. */
    private final LongCounts routes = new LongCounts();

    private final LongCounts routeNanos = new LongCounts();
    private boolean routesLeftOut;

    StatementTimes(StatementLimit limit) {
        this.limit = limit;
    }

    void add(CaptureRecord entry) {
        if (entry instanceof Aggregate aggregate) {
            add(aggregate.statement(), aggregate.totalNanos(), aggregate.count());
            addRoute(aggregate.route(), aggregate.totalNanos(), aggregate.count());
        } else if (entry instanceof Statement statement) {
            know(statement.id());
        } else if (entry instanceof Unit unit) {
            addRoute(unit.route(), 0, 0);
        } else if (entry instanceof UnitAggregate durations) {
            addRoute(durations.route(), 0, 0);
        } else if (entry instanceof Execution execution) {
            place(execution.callSite(), execution.statement());
        } else if (entry instanceof Lease lease) {
            place(lease.callSite(), SEVERAL);
        }
    }

    /** Adds what another summary says. */
    void add(SummaryState state) {
        state.statements.keySet().forEach(this::know);
        state.seenRoutes().forEach(route -> addRoute(route, 0, 0));
        state.totals.forEach((key, byRoute) -> byRoute.forEach((route, of) -> {
            add(key.statement(), of.nanos, of.calls);
            addRoute(route, of.nanos, of.calls);
        }));
        state.details.forEach((key, of) -> of.sites.forEach((site, count) -> place(site, key.statement())));
        state.pools.values().forEach(pool -> pool.bySite.keySet().forEach(site -> place(site, SEVERAL)));
        named.addAll(state.faults.statements());
    }

    private void place(long site, long statement) {
        if (site == 0) {
            return;
        }
        long known = executedAt.get(site);
        if (known == 0 && executedAt.size() < MOST) {
            executedAt.put(site, statement == 0 ? SEVERAL : statement);
        } else if (known != 0 && known != statement) {
            executedAt.put(site, SEVERAL);
        }
    }

    private void know(long statement) {
        if (statement != StatementLimit.OTHERS.id() && known.size() <= limit.most()) {
            known.put(statement, 1);
        }
    }

    private void addRoute(String route, long totalNanos, long calls) {
        if (route.isEmpty() || RouteLimit.isOthers(route)) {
            return;
        }
        long id = RouteLimit.id(route);
        if (routes.size() < MOST) {
            routes.put(id, 1);
        }
        if (calls > 0) {
            routeNanos.add(id, Math.max(0, totalNanos) + calls);
            if (routeNanos.size() > MOST) {
                routeNanos.halve();
            }
        }
    }

    private boolean tooManyStatements() {
        return known.size() > limit.most();
    }

    private boolean tooManyRoutes() {
        return routesLeftOut || routes.size() > 2 * limit.keptRoutes();
    }

    /** The same without what {@link #keptOfBoth} does not ask for: a hundredth of the memory where there is much too much. */
    public StatementTimes condensed() {
        StatementTimes few = new StatementTimes(limit);
        known.forEach(few.known::put);
        few.named.addAll(named);
        if (tooManyStatements()) {
            longest(limit.kept()).forEach(id -> few.nanos.put(id, Math.max(1, nanos.get(id))));
        }
        few.routesLeftOut = tooManyRoutes();
        LongCounts kept = few.routesLeftOut ? RouteLimit.longest(routes, routeNanos, limit.keptRoutes()) : routes;
        kept.forEach((route, one) -> {
            few.routes.put(route, 1);
            few.routeNanos.put(route, routeNanos.get(route));
        });
        return few;
    }

    /** Keeps those that took most time, and the call sites where they were executed. */
    StatementLimit choose() {
        StatementLimit kept = tooManyStatements() ? statements() : limit;
        return tooManyRoutes()
                ? kept.onlyRoutes(
                        RouteLimit.longest(routes, routeNanos, limit.keptRoutes()), routes.size() - limit.keptRoutes())
                : kept;
    }

    /**
     * What to keep of two summaries, if one of them has too many statements or routes: the same of both, what took most time in
     * either.
     */
    public static Optional<StatementLimit> keptOfBoth(StatementTimes one, StatementTimes other) {
        StatementLimit limit = one.limit;
        StatementLimit kept = limit;
        if (one.tooManyStatements() || other.tooManyStatements()) {
            Set<Long> statements = one.most();
            statements.addAll(other.most());
            kept = kept.only(statements);
        }
        if (one.tooManyRoutes() || other.tooManyRoutes()) {
            LongCounts all = new LongCounts();
            for (StatementTimes side : List.of(one, other)) {
                LongCounts of = side.tooManyRoutes()
                        ? RouteLimit.longest(side.routes, side.routeNanos, limit.keptRoutes())
                        : side.routes;
                of.forEach((route, nanos) -> all.put(route, 1));
            }
            kept = kept.onlyRoutes(all, 0);
        }
        return kept == limit ? Optional.empty() : Optional.of(kept);
    }

    private Set<Long> most() {
        if (tooManyStatements()) {
            return longest(limit.kept());
        }
        Set<Long> all = new HashSet<>();
        known.forEach((statement, one) -> all.add(statement));
        return all;
    }

    private StatementLimit statements() {
        Set<Long> statements = longest(limit.kept());
        LongCounts sites = new LongCounts();
        executedAt.forEach((site, statement) -> {
            if (statement == SEVERAL || statements.contains(statement)) {
                sites.put(site, 1);
            }
        });
        return limit.only(statements, sites);
    }

    /** A nanosecond more for each execution, so that of statements without times the most frequent come first. */
    private void add(long statement, long totalNanos, long calls) {
        know(statement);
        nanos.add(statement, Math.max(0, totalNanos) + Math.max(0, calls));
        if (nanos.size() > MOST) {
            nanos.halve();
        }
    }

    /** Those that took most time, the lower identifier of equal ones; before them those that are known to have faults. */
    private Set<Long> longest(int most) {
        Set<Long> chosen = new LinkedHashSet<>();
        named.stream().sorted().limit(most).forEach(chosen::add);
        PriorityQueue<Time> longest = new PriorityQueue<>(Time.LEAST_FIRST);
        int room = most - chosen.size();
        nanos.forEach((statement, took) -> {
            if (statement != StatementLimit.OTHERS.id() && !chosen.contains(statement)) {
                longest.add(new Time(statement, took));
                if (longest.size() > room) {
                    longest.poll();
                }
            }
        });
        longest.forEach(time -> chosen.add(time.statement()));
        return chosen;
    }
}
