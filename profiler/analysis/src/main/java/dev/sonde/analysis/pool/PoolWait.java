package dev.sonde.analysis.pool;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.summary.PoolSummary;
import dev.sonde.analysis.summary.PoolSummary.Holder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections are waited for. A pool that is being filled, a check of an idle connection and a pause of the JVM make
 * waits too, so one of these must hold:
 *
 * <ul>
 *   <li>a request got no connection at all;
 *   <li>at least 10 leases, and 1 % of all, waited for the slow threshold or longer, in at least 3 different seconds;
 *   <li>of at least 1,000 leases each waited for a fifth of the threshold on average, in at least 3 different seconds.
 * </ul>
 */
final class PoolWait {
    private static final long MIN_LONG_WAITS = 10;
    private static final long ONE_OF = 100;
    private static final long MIN_SECONDS = 3;
    private static final long MIN_LEASES_FOR_MEAN = 1_000;
    private static final double BUSY = 0.5;

    private PoolWait() {}

    static List<Finding> detect(PoolSummary pool, long slowNanos) {
        long longWaits = pool.waitedFor(slowNanos);
        boolean often = longWaits >= MIN_LONG_WAITS && longWaits * ONE_OF >= pool.leases();
        boolean always = pool.leases() >= MIN_LEASES_FOR_MEAN && pool.meanWaitMillis() >= slowNanos / 1e6 / 5;
        boolean waits = (often || always) && pool.waitSeconds() >= MIN_SECONDS;
        if (pool.timeouts() == 0 && !waits) {
            return List.of();
        }
        boolean full = pool.fullSamples() > 0;
        return List.of(Pools.finding(
                "pool-wait",
                pool.timeouts() > 0 ? "time-out" : "wait",
                waits || full ? Verdict.CONFIRMED : Verdict.LIKELY,
                pool.timeouts() > 0 && (waits || full) ? Severity.ERROR : Severity.WARNING,
                pool,
                longestWaiting(pool),
                "", // who waits longest is not who is to blame
                pool.leases(),
                message(pool, longWaits, slowNanos),
                waits || full ? fix(pool) : unreachable(),
                evidence(pool, longWaits)));
    }

    private static @Nullable Holder longestWaiting(PoolSummary pool) {
        return pool.holders().stream()
                .filter(holder -> holder.waits().count() > 0 && !holder.frames().isEmpty())
                .max(Comparator.comparingLong(Holder::waitNanos))
                .orElse(null);
    }

    private static String message(PoolSummary pool, long longWaits, long slowNanos) {
        double p95 = pool.p95WaitMillis();
        StringBuilder text =
                new StringBuilder("pool-wait: ").append(pool.pool()).append(": ");
        if (pool.timeouts() > 0) {
            text.append(pool.timeouts())
                    .append(pool.timeouts() == 1 ? " request" : " requests")
                    .append(" got no connection; ");
        }
        text.append(String.format(
                Locale.ROOT,
                "%d of %d leases waited %.0f ms or longer, %.1f ms on average%s",
                longWaits,
                pool.leases(),
                slowNanos / 1e6,
                pool.leases() == 0 ? 0 : pool.meanWaitMillis(),
                Double.isNaN(p95) ? "" : String.format(Locale.ROOT, ", P95 %.0f ms", p95)));
        if (pool.fullSamples() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "; all %d connections in use in %d of %d looks at it",
                    pool.max(),
                    pool.fullSamples(),
                    pool.samples()));
        }
        return text.toString();
    }

    private static String fix(PoolSummary pool) {
        String size = pool.max() > 0 ? "the pool's " + pool.max() + " connections" : "the pool";
        return pool.busyShare() >= BUSY
                ? String.format(
                        Locale.ROOT,
                        "A statement runs in %.0f %% of the time for which connections are held: make statements fewer or"
                                + " faster first (n-plus-one and slow-query above); if none is left, and the server has"
                                + " processors to spare, enlarge %s (HikariCP: maximumPoolSize).",
                        100 * pool.busyShare(),
                        size)
                : String.format(
                        Locale.ROOT,
                        "Connections are held, but a statement runs in only %.0f %% of that time: give them back sooner"
                                + " (long-lease names the places) instead of enlarging %s.",
                        Double.isNaN(pool.busyShare()) ? 0 : 100 * pool.busyShare(),
                        size);
    }

    private static String unreachable() {
        return "The pool was never seen full and nobody waited long: look in the service's log whether the database could"
                + " be reached, and at the connection time-out of the pool (HikariCP: connectionTimeout).";
    }

    private static Map<String, Object> evidence(PoolSummary pool, long longWaits) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("pool", pool.pool());
        evidence.put("leases", pool.leases());
        evidence.put("longWaits", longWaits);
        evidence.put("meanWaitMillis", pool.leases() == 0 ? 0.0 : pool.meanWaitMillis());
        if (!Double.isNaN(pool.p95WaitMillis())) {
            evidence.put("p95WaitMillis", pool.p95WaitMillis());
        }
        evidence.put("totalMillis", pool.waitNanos() / 1e6);
        evidence.put("timeouts", pool.timeouts());
        evidence.put("maxConnections", pool.max());
        evidence.put("mostActive", pool.maxActive());
        evidence.put("mostWaiting", pool.maxPending());
        evidence.put("fullSamples", pool.fullSamples());
        evidence.put("samples", pool.samples());
        if (!Double.isNaN(pool.busyShare())) {
            evidence.put("busyShare", pool.busyShare());
        }
        evidence.put(
                "callSites",
                pool.holders().stream()
                        .filter(holder ->
                                holder.waits().count() > 0 && !holder.frames().isEmpty())
                        .sorted(Comparator.comparingLong(Holder::waitNanos).reversed())
                        .map(holder -> holder.frames().get(0))
                        .distinct()
                        .limit(5)
                        .toList());
        return evidence;
    }
}
