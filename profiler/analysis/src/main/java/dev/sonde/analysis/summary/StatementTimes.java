package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How long each statement took and where it was executed, of many more statements and call sites than are kept: about 30 bytes
 * each, of up to a million. Beyond that the half of the statements that took less is forgotten; it was at most a half-millionth
 * of the time each.
 */
final class StatementTimes {
    private static final int MOST = 1 << 20;

    private record Time(long statement, long nanos) {
        private static final Comparator<Time> LEAST_FIRST = Comparator.comparingLong(Time::nanos)
                .thenComparing(Comparator.comparingLong(Time::statement).reversed());
    }

    /** In the place of a statement, where several were executed at a call site. */
    private static final long SEVERAL = ContentHash.of("several statements");

    private final LongCounts nanos = new LongCounts();
    /** Statements by call site, since records of call sites may come long before those of executions. */
    private final LongCounts executedAt = new LongCounts();

    private final Set<Long> named = new HashSet<>();

    void add(CaptureRecord entry) {
        if (entry instanceof Aggregate aggregate) {
            add(aggregate.statement(), aggregate.totalNanos(), aggregate.count());
        } else if (entry instanceof Execution execution) {
            place(execution.callSite(), execution.statement());
        } else if (entry instanceof Lease lease) {
            place(lease.callSite(), SEVERAL);
        }
    }

    /** Adds what another summary says. */
    void add(SummaryState state) {
        state.totals.forEach(
                (key, byRoute) -> byRoute.values().forEach(of -> add(key.statement(), of.nanos, of.calls)));
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

    /** Keeps those that took most time, and the call sites where they were executed. */
    StatementLimit choose(StatementLimit limit) {
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
        nanos.add(statement, Math.max(0, totalNanos) + Math.max(0, calls));
        if (nanos.size() > MOST) {
            nanos.halve();
        }
    }

    /** Those that took most time, the lower identifier of equal ones; before them those that are known to have faults. */
    Set<Long> longest(int most) {
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
