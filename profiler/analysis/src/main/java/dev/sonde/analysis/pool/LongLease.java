package dev.sonde.analysis.pool;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.summary.PoolSummary;
import dev.sonde.analysis.summary.PoolSummary.Holder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A place keeps connections while no statement runs on them: at least five leases of the slow threshold or longer, each
 * idle for the threshold on average and all together for more than 80 % of their time, which is at least a tenth of the
 * time for which the pool's connections were held at all. A service that gets no processor is idle for up to 73 %
 * (docs/findings/long-lease.md). Where connections never run short that is worth knowing and nothing more.
 */
final class LongLease {
    private static final long MIN_LEASES = 5;
    private static final int MAX_FINDINGS = 5;
    private static final double MAX_BUSY = 0.2;
    private static final double MIN_SHARE = 0.1;

    private LongLease() {}

    static List<Finding> detect(PoolSummary pool, long slowNanos, boolean runsShort) {
        List<Finding> findings = new ArrayList<>();
        for (Holder holder : pool.holders()) { // longest time held first
            long longLeases = holder.holds().countFrom(slowNanos);
            long idleNanos = holder.heldNanos() - holder.busyNanos();
            if (longLeases >= MIN_LEASES
                    && holder.busyNanos() < MAX_BUSY * holder.heldNanos()
                    && idleNanos >= MIN_SHARE * pool.usageNanos()
                    && idleNanos / longLeases >= slowNanos
                    && findings.size() < MAX_FINDINGS) {
                findings.add(Pools.finding(
                        "long-lease",
                        holder.frames().isEmpty() ? "framework" : "call-site",
                        holder.frames().isEmpty() ? Verdict.LIKELY : Verdict.CONFIRMED,
                        runsShort ? Severity.WARNING : Severity.INFO,
                        pool,
                        holder,
                        holder.routes().size() == 1 ? holder.routes().get(0) : "",
                        longLeases,
                        message(pool, holder, longLeases),
                        fix(pool, holder),
                        evidence(pool, holder, longLeases)));
            }
        }
        return findings;
    }

    private static String message(PoolSummary pool, Holder holder, long longLeases) {
        String leaf = Pools.leaf(holder);
        return String.format(
                Locale.ROOT,
                "long-lease: %s of %s held %d connections for %.0f ms on average, %.0f ms at most, and used them for %.0f %%"
                        + " of it",
                leaf == null ? "code without a frame of the service" : leaf,
                pool.pool(),
                longLeases,
                holder.heldNanos() / 1e6 / longLeases,
                holder.maxHeldNanos() / 1e6,
                100.0 * holder.busyNanos() / holder.heldNanos());
    }

    private static String fix(PoolSummary pool, Holder holder) {
        String where = holder.frames().isEmpty()
                ? "No code of the service was on the stack when these connections were given back. Either open-session-in-view"
                        + " keeps them until the response is written: set spring.jpa.open-in-view=false and load what the"
                        + " view needs in the service's method. Or a framework calls a @Transactional method itself: put"
                        + " @Transactional on the part of it that needs the database. "
                : "Do what needs no database (a remote call, a file, a computation, a wait for other threads) before the"
                        + " transaction begins or after it has ended. If the code below @Transactional is short, the connection"
                        + " is kept by open-session-in-view: set spring.jpa.open-in-view=false. ";
        return where
                + "With Hibernate, hibernate.connection.provider_disables_autocommit=true and a pool with autoCommit=false"
                + " take the connection only at the first statement."
                + (pool.max() > 0 ? " A larger pool than " + pool.max() + " only hides it." : "");
    }

    private static Map<String, Object> evidence(PoolSummary pool, Holder holder, long longLeases) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("pool", pool.pool());
        evidence.put("longLeases", longLeases);
        evidence.put("recordedLeases", holder.leases());
        evidence.put("statements", holder.executions());
        evidence.put("heldMillis", holder.heldNanos() / 1e6);
        evidence.put("busyMillis", holder.busyNanos() / 1e6);
        evidence.put("maxHeldMillis", holder.maxHeldNanos() / 1e6);
        evidence.put("totalMillis", (holder.heldNanos() - holder.busyNanos()) / 1e6);
        evidence.put("frames", holder.frames());
        evidence.put("routes", holder.routes());
        return evidence;
    }
}
