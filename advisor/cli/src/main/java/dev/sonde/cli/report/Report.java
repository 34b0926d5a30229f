package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.engine.explain.StatementPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report says, in the shape of its JSON. Every format shows these figures, so that all agree.
 *
 * @param findings worst first
 * @param rewrites of loops that read, in the order of their findings
 * @param statements most total time first
 * @param pool by pool name
 * @param profiler null if the capture does not say
 * @param caches reads, those first for which a cache would have saved most
 * @param plans of slow statements, in the order of their findings
 * @param targets what the performance plan asks for, and whether the capture shows it
 * @param units of work by service, version and route, most of them first
 * @param durations of those that had an explicit end, most of them first
 * @param where the statements' time by what they belong to
 * @param notChecked what the report cannot tell, and why, in words
 */
public record Report(
        int schemaVersion,
        Session session,
        List<Finding> findings,
        List<Rewrite> rewrites,
        List<StatementTimes> statements,
        Map<String, PoolUse> pool,
        Drops drops,
        @Nullable Profiler profiler,
        List<Caching> caches,
        List<StatementPlan> plans,
        List<Target> targets,
        List<UnitTimes> units,
        List<UnitDurations> durations,
        Where where,
        TimeSteps timeline,
        List<String> notChecked) {

    /** Version of the JSON's shape. */
    public static final int SCHEMA_VERSION = 1;

    /** Routes, tables and call sites of each list at most. */
    static final int MOST_PARTS = 5_000;

    /**
     * What was captured.
     *
     * @param from null if there were no executions, or nobody knows when they were
     * @param imports what was not captured by the profiler but imported, and so could not be checked
     * @param snapshot what the database was when the snapshot was taken, null if none was given
     */
    public record Session(
            int files,
            int runs,
            List<String> services,
            List<String> hosts,
            List<String> databases,
            List<String> serverVersions,
            @Nullable Instant from,
            @Nullable Instant to,
            long executions,
            long errors,
            long units,
            double totalMillis,
            double averageMillis,
            List<Imported> imports,
            @Nullable Snapshot snapshot) {
        public Session {
            imports = List.copyOf(imports);
            services = List.copyOf(services);
            hosts = List.copyOf(hosts);
            databases = List.copyOf(databases);
            serverVersions = List.copyOf(serverVersions);
        }
    }

    /**
     * A source of imported captures.
     *
     * @param source as in {@code sonde import --from}
     * @param unknown what it does not tell, in words
     */
    public record Imported(String source, String unknown) {}

    /** The database as a snapshot has it. */
    public record Snapshot(String database, String serverVersion, Instant takenAt, int tables, int indexes) {}

    /**
     * The statement that takes the place of a loop.
     *
     * @param identity of the finding
     * @param captured the statement that the loop repeats
     * @param sql null if none can be made safely
     * @param reading how to read its result, null if there is none
     * @param reason why there is none, null if there is one
     * @param verified what running it on a clone showed, null without {@code --verify}
     */
    public record Rewrite(
            String identity,
            String captured,
            @Nullable String sql,
            @Nullable String reading,
            @Nullable String reason,
            @Nullable CloneCheck verified) {}

    /**
     * A loop and its rewrite, run on a clone.
     *
     * @param outcome {@code equal}, {@code not-equal} or {@code not-run}
     * @param sql what was run
     * @param keySource where the keys came from
     * @param millisBefore of all executions of the loop, median; NaN if it was not run
     */
    public record CloneCheck(
            String database,
            String outcome,
            @Nullable String sql,
            String explanation,
            int keys,
            String keySource,
            String constantSource,
            long rows,
            int tripsBefore,
            int tripsAfter,
            double millisBefore,
            double millisAfter,
            int repetitions) {}

    /** Times of all executions of one statement. */
    public record StatementTimes(
            String id,
            String fingerprint,
            String service,
            String version,
            String sql,
            long calls,
            long errors,
            long rows,
            double totalMillis,
            double averageMillis,
            double p50Millis,
            double p95Millis,
            double p99Millis,
            double maxMillis,
            List<String> routes,
            List<String> callSites,
            List<String> tables,
            List<Bar> times) {
        public StatementTimes {
            routes = List.copyOf(routes);
            callSites = List.copyOf(callSites);
            tables = List.copyOf(tables);
            times = List.copyOf(times);
        }
    }

    /** How many took at least {@code fromMillis} and less than {@code toMillis}, to the 1 % of the sketches. */
    public record Bar(double fromMillis, double toMillis, long count) {}

    /**
     * A target.
     *
     * @param value measured, NaN if not known
     * @param unit of value and limit: {@code ms}, {@code /s} or {@code MB}
     * @param outcome {@code met}, {@code missed}, {@code not-exceeded} if the value is a lower bound, {@code not-shown} if the
     *     load was never high enough, {@code not-known}, or {@code not-captured} if no capture tells
     * @param basis what the value is
     */
    public record Target(
            String name, String relation, double limit, double value, String unit, String outcome, String basis) {}

    /**
     * Units of work of one route; times are from the start of the first statement, or of the recorded wait for its connection,
     * to the end of the last statement.
     */
    public record UnitTimes(
            String service,
            String version,
            String route,
            long units,
            long executions,
            double p50Millis,
            double p95Millis,
            double p99Millis,
            double maxMillis,
            List<Bar> times) {
        public UnitTimes {
            times = List.copyOf(times);
        }
    }

    /**
     * Units of work of one route and kind from begin to end: all of those that had an explicit end, those that executed nothing
     * too.
     */
    public record UnitDurations(
            String service,
            String version,
            String route,
            String kind,
            long units,
            double p50Millis,
            double p95Millis,
            double p99Millis,
            double maxMillis,
            List<Bar> times) {
        public UnitDurations {
            times = List.copyOf(times);
        }
    }

    /** The statements' time by route, table and call site, most first. A statement counts for each of its tables. */
    public record Where(List<Part> routes, List<Part> tables, List<Part> callSites) {
        public Where {
            routes = List.copyOf(routes);
            tables = List.copyOf(tables);
            callSites = List.copyOf(callSites);
        }
    }

    /**
     * What the statements of one route, table or call site cost.
     *
     * @param name empty if not known
     * @param estimated whether calls and time were divided among call sites in the proportion of a sample
     */
    public record Part(
            String name,
            String service,
            String version,
            long calls,
            double totalMillis,
            boolean estimated,
            List<PartStatement> statements) {
        public Part {
            statements = List.copyOf(statements);
        }
    }

    /** One statement's part. */
    public record PartStatement(String statement, long calls, double totalMillis) {}

    /**
     * What was executed when, as far as details were captured; steps in which nothing happened are left out.
     *
     * @param from start of step 0, null if nobody knows when it was
     */
    public record TimeSteps(@Nullable Instant from, long stepSeconds, List<TimeStep> steps) {
        public TimeSteps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One step.
     *
     * @param slow executions at or above the slow threshold
     * @param units of work that began
     * @param pools by name, the busiest instance
     */
    public record TimeStep(
            long step,
            long executions,
            long errors,
            long slow,
            long units,
            double statementMillis,
            Map<String, PoolState> pools) {}

    /** A pool's connections in use and threads waiting, at most. */
    public record PoolState(
            int active, int pending, @Nullable Integer max) {}

    /**
     * A connection pool: the busiest it was, and exact sums of all leases.
     *
     * @param max connections of one instance at most, null if the pool does not tell
     * @param samples how often it was looked at
     * @param fullSamples how often all its connections were in use then
     * @param p95WaitMillis NaN if it is less than what is recorded lease by lease
     * @param busyMillis the part of {@code usageMillis} in which statements ran
     * @param holders who held connections longest, of the leases that were recorded one by one
     */
    public record PoolUse(
            @Nullable Integer max,
            int maxActive,
            int maxPending,
            long samples,
            long fullSamples,
            long leases,
            double waitMillis,
            double averageWaitMillis,
            double p95WaitMillis,
            double usageMillis,
            double busyMillis,
            long timeouts,
            List<Holder> holders) {
        public PoolUse {
            holders = List.copyOf(holders);
        }
    }

    /** The recorded leases of one call site. */
    public record Holder(
            List<String> frames,
            List<String> routes,
            long leases,
            long executions,
            double heldMillis,
            double busyMillis,
            double maxHeldMillis) {
        public Holder {
            frames = List.copyOf(frames);
            routes = List.copyOf(routes);
        }
    }

    /**
     * What the profiler itself cost.
     *
     * @param share of the statements' time that it spent on the service's threads
     * @param budget the share it might spend
     * @param level the least that was recorded at any time
     */
    public record Profiler(
            double share,
            double budget,
            double statementMillis,
            double callerMillis,
            double callSiteMillis,
            double writerMillis,
            String level,
            Map<String, Double> millisByLevel) {}

    /** Executions of which only the counts are known. */
    public record Drops(long executions, Map<String, Long> byReason) {}

    /**
     * What caches would have answered of one read; the terms are those of {@code StatementCaching}.
     *
     * @param obstacle why its result must not be kept, empty if nothing is known against it
     * @param limits what the figures leave out, in words
     */
    public record Caching(
            String statement,
            String fingerprint,
            String service,
            String version,
            String sql,
            List<String> tables,
            long reads,
            long keys,
            double millis,
            long writes,
            long repeatsInUnit,
            long afterOwnWrite,
            long withoutBinds,
            boolean advised,
            String obstacle,
            List<String> limits,
            List<Cache> caches) {
        public Caching {
            tables = List.copyOf(tables);
            limits = List.copyOf(limits);
            caches = List.copyOf(caches);
        }
    }

    /**
     * One cache.
     *
     * @param entries null for any number
     */
    public record Cache(
            @Nullable Long entries,
            long timeToLiveMillis,
            long hits,
            long staleHits,
            double savedMillis,
            long evictingHits,
            double evictingSavedMillis) {}

    public Report {
        findings = List.copyOf(findings);
        rewrites = List.copyOf(rewrites);
        statements = List.copyOf(statements);
        caches = List.copyOf(caches);
        plans = List.copyOf(plans);
        targets = List.copyOf(targets);
        units = List.copyOf(units);
        durations = List.copyOf(durations);
        notChecked = List.copyOf(notChecked);
    }

    /** Findings of this severity. */
    public long count(Finding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** Rewrites whose result on the clone was another. */
    public long unequalRewrites() {
        return rewrites.stream()
                .filter(rewrite -> rewrite.verified() != null
                        && rewrite.verified().outcome().equals("not-equal"))
                .count();
    }
}
