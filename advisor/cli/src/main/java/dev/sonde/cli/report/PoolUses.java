package dev.sonde.cli.report;

import dev.sonde.analysis.summary.OwnCost;
import dev.sonde.analysis.summary.PoolSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Connection pools, who holds their connections longest, and what the profiler itself cost. */
final class PoolUses {

    private static final int HOLDERS = 10;

    private PoolUses() {}

    /** By the pool's name, with service and version after it where several have one of that name. */
    static Map<String, Report.PoolUse> of(WorkloadSummary summary) {
        Map<String, Report.PoolUse> uses = new TreeMap<>();
        List<PoolSummary> pools = summary.pools();
        for (PoolSummary pool : pools) {
            boolean alone = pools.stream()
                            .filter(other -> other.pool().equals(pool.pool()))
                            .count()
                    == 1;
            uses.put(alone ? pool.pool() : pool.pool() + " (" + pool.service() + " " + pool.version() + ")", use(pool));
        }
        return uses;
    }

    private static Report.PoolUse use(PoolSummary pool) {
        return new Report.PoolUse(
                pool.max() < 0 ? null : pool.max(),
                pool.maxActive(),
                pool.maxPending(),
                pool.samples(),
                pool.fullSamples(),
                pool.leases(),
                pool.waitNanos() / 1e6,
                pool.meanWaitMillis(),
                pool.p95WaitMillis(),
                pool.usageNanos() / 1e6,
                pool.busyNanos() / 1e6,
                pool.timeouts(),
                pool.holders().stream()
                        .filter(holder -> holder.heldNanos() > 0)
                        .limit(HOLDERS)
                        .map(holder -> new Report.Holder(
                                holder.frames(),
                                holder.routes(),
                                holder.leases(),
                                holder.executions(),
                                holder.heldNanos() / 1e6,
                                holder.busyNanos() / 1e6,
                                holder.maxHeldNanos() / 1e6))
                        .toList());
    }

    /** Null if there is nothing about it in the capture. */
    static Report.@Nullable Profiler profiler(OwnCost cost) {
        if (cost.microsByLevel().isEmpty()) {
            return null;
        }
        Map<String, Double> millisByLevel = new TreeMap<>();
        cost.microsByLevel().forEach((level, micros) -> millisByLevel.put(level, micros / 1e3));
        return new Report.Profiler(
                cost.share(),
                cost.budget() / 1e6,
                cost.statementNanos() / 1e6,
                cost.callerNanos() / 1e6,
                cost.callSiteNanos() / 1e6,
                cost.writerNanos() / 1e6,
                cost.worstLevel(),
                millisByLevel);
    }

    /** What it cost in one line. */
    static String line(Report.Profiler profiler) {
        return Figures.share(profiler.callerMillis(), profiler.statementMillis())
                + " of the statements' time on the service's threads (budget "
                + Figures.share(profiler.budget(), 1) + "), "
                + Figures.millis(profiler.writerMillis()) + " of its own thread; "
                + switch (profiler.level()) {
                    case "full" -> "all was recorded";
                    case Summarized.SUMMARY -> "summaries were written";
                    default -> "reduced at times to " + profiler.level();
                };
    }

    static TextTable table(Report report, UnaryOperator<String> name) {
        TextTable table = TextTable.of(
                ">max",
                ">most active",
                ">most waiting",
                ">leases",
                ">average wait",
                ">P95",
                ">held",
                ">busy",
                ">timeouts",
                "pool");
        report.pool()
                .forEach((pool, use) -> table.row(
                        use.max() == null ? "-" : Figures.count(use.max()),
                        Figures.count(use.maxActive()),
                        Figures.count(use.maxPending()),
                        Figures.count(use.leases()),
                        Figures.millis(use.averageWaitMillis()),
                        Figures.millis(use.p95WaitMillis()),
                        Figures.millis(use.usageMillis()),
                        Figures.share(use.busyMillis(), use.usageMillis()),
                        Figures.count(use.timeouts()),
                        name.apply(pool)));
        return table;
    }

    private record Held(String pool, Report.Holder holder) {}

    static boolean hasHolders(Report report) {
        return report.pool().values().stream().anyMatch(use -> !use.holders().isEmpty());
    }

    /** The recorded leases by place, longest time first. */
    static TextTable holders(Report report, UnaryOperator<String> text) {
        List<Held> all = new ArrayList<>();
        report.pool().forEach((pool, use) -> use.holders().forEach(holder -> all.add(new Held(pool, holder))));
        all.sort(Comparator.comparingDouble((Held held) -> held.holder().heldMillis())
                .reversed());
        TextTable table = TextTable.of(">recorded", ">held", ">longest", ">busy", "pool", "held by");
        for (Held held : all.subList(0, Math.min(HOLDERS, all.size()))) {
            Report.Holder holder = held.holder();
            table.row(
                    Figures.count(holder.leases()),
                    Figures.millis(holder.heldMillis()),
                    Figures.millis(holder.maxHeldMillis()),
                    Figures.share(holder.busyMillis(), holder.heldMillis()),
                    text.apply(held.pool()),
                    text.apply(place(holder)));
        }
        return table;
    }

    private static String place(Report.Holder holder) {
        String frame = holder.frames().isEmpty()
                ? "(no frame of the service)"
                : holder.frames().get(0);
        return holder.routes().isEmpty()
                ? frame
                : frame + " in " + holder.routes().get(0);
    }
}
