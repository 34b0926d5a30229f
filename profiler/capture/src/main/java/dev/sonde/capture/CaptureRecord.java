package dev.sonde.capture;

import dev.sonde.capture.hash.ContentHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a capture. Identifiers of statements and call sites are hashes of their content, so records may come
 * in any order, more than once, and from any subset of files. Executions, units and leases are numbered within their
 * session.
 */
public sealed interface CaptureRecord {

    /** The process run that wrote the record; 64 random bits. */
    long session();

    /**
     * A run of one data source in one process.
     *
     * @param startedMicros wall clock of the start, microseconds since 1970
     * @param binds {@code hashed}, {@code none} or {@code values}
     * @param hashKey key of the bind hashes, 32 hex digits, empty for {@code binds=none}
     * @param slowThresholdMicros the threshold in force when the capture was taken
     * @param profilerVersion version of the profiler that wrote the file
     */
    record Session(
            long session,
            String service,
            String version,
            String host,
            long startedMicros,
            String databaseUrl,
            String serverVersion,
            String binds,
            String hashKey,
            long slowThresholdMicros,
            String profilerVersion)
            implements CaptureRecord {}

    /**
     * A statement as the service issued it, literals taken out and numbered {@code $1…} together with the binds, in
     * the order of the text. Numbers after LIMIT, OFFSET and FETCH stay.
     *
     * @param id hash of {@code sql} and {@code literalPositions}
     * @param fingerprint hash of the collapsed text: IN lists, VALUES rows and LIMIT numbers count as one
     * @param literalPositions positions (from 1) in {@code sql} that were literals in the service's text
     * @param bindTypes {@code java.sql.Types} code per position, 0 where unknown; may be shorter than the positions
     * @param columns labels of the result columns, empty if none or not known
     * @param truncated whether the text was cut, so that it cannot be planned
     */
    record Statement(
            long session,
            long id,
            long fingerprint,
            String sql,
            List<Integer> literalPositions,
            List<Integer> bindTypes,
            List<String> columns,
            boolean truncated)
            implements CaptureRecord {
        public Statement {
            literalPositions = List.copyOf(literalPositions);
            bindTypes = List.copyOf(bindTypes);
            columns = List.copyOf(columns);
        }
    }

    /**
     * Where in the service a statement was executed.
     *
     * @param id hash of {@code frames}
     * @param frames the service's own frames, innermost first, {@code package.Class.method(File.java:line)}
     * @param hints what the frames between the service and the driver were: {@code hibernate-collection},
     *     {@code hibernate-proxy}, {@code hibernate}, {@code jooq}, {@code spring-jdbc}, {@code mybatis}, …
     */
    record CallSite(long session, long id, List<String> frames, List<String> hints) implements CaptureRecord {
        public CallSite {
            frames = List.copyOf(frames);
            hints = List.copyOf(hints);
        }
    }

    /**
     * A unit of work: a request, a job, or what else bounds the executions that belong together.
     *
     * @param id number within the session
     * @param route what kind of work, for example {@code GET /agents/{id}}; empty if not known
     * @param traceId trace identifier of the caller, empty if none
     * @param kind how the unit was recognised: {@code explicit}, {@code trace}, {@code thread}
     * @param startMicros microseconds since the session's start
     */
    record Unit(long session, long id, String route, String traceId, String kind, long startMicros)
            implements CaptureRecord {}

    /**
     * One execution. Times that are not known are 0, counts that are not known are -1.
     *
     * @param sequence number within the session, in the order in which executions started
     * @param unit number of the unit of work, 0 if it is not known
     * @param startMicros microseconds since the session's start
     * @param executeNanos from the call of execute to its return
     * @param fetchNanos spent in the driver while rows were read, after execute returned
     * @param lease number of the connection's hand-out to the service, as far as the driver can tell
     * @param backendPid process id of the server's backend, 0 if not known
     * @param transaction ordinal of the transaction on this connection
     * @param binds hashes per position of {@link Statement#sql()}, null for SQL NULL; empty for {@code binds=none}
     * @param rows rows read by the service
     * @param updateCount rows changed
     * @param batchSize rows of a batch, 0 if the execution was none
     * @param sqlState of the error, empty if it succeeded
     * @param callSite identifier of the call site, 0 if it was not sampled
     * @param link where a bind value came from, null if not found
     */
    record Execution(
            long session,
            long sequence,
            long statement,
            long unit,
            long startMicros,
            long executeNanos,
            long fetchNanos,
            int thread,
            long lease,
            int backendPid,
            long transaction,
            List<@Nullable Integer> binds,
            long rows,
            long updateCount,
            int batchSize,
            String sqlState,
            long callSite,
            @Nullable Link link)
            implements CaptureRecord {

        /** Hash of the bind at this position, which counts from 1; 0 for SQL NULL and behind the last. */
        public int bind(int position) {
            if (position > binds.size()) {
                return 0;
            } else if (binds instanceof BindHashes hashes) {
                return hashes.hash(position - 1);
            }
            Integer hash = binds.get(position - 1);
            return hash == null ? 0 : hash;
        }

        /** Whether the execution failed. */
        public boolean failed() {
            return !sqlState.isEmpty();
        }
    }

    /**
     * A provenance link: the value bound at {@code bind} was read by the service from an earlier result.
     *
     * @param parent sequence of the execution whose result held the value
     * @param parentStatement identifier of that execution's statement
     * @param column result column, from 1
     * @param row result row, from 0
     * @param bind position in the child's statement, from 1
     */
    record Link(long parent, long parentStatement, int column, int row, int bind) {}

    /**
     * Exact counts of one statement on one route over an interval, whatever happened to the details.
     *
     * @param fromMicros start of the interval, microseconds since the session's start
     * @param details how many of {@code count} were offered to the file as {@link Execution}
     * @param totalNanos sum of execute and fetch times
     * @param buckets time buckets: DDSketch index of the mapping {@code cubic, relative accuracy 0.01, nanoseconds}
     * @param bucketCounts one per bucket
     */
    record Aggregate(
            long session,
            long statement,
            String route,
            long fromMicros,
            long toMicros,
            long count,
            long errors,
            long rows,
            long totalNanos,
            long maxNanos,
            long details,
            List<Integer> buckets,
            List<Long> bucketCounts)
            implements CaptureRecord {
        public Aggregate {
            buckets = List.copyOf(buckets);
            bucketCounts = List.copyOf(bucketCounts);
            if (buckets.size() != bucketCounts.size()) {
                throw new IllegalArgumentException("buckets and bucketCounts must have the same length: "
                        + buckets.size() + " and " + bucketCounts.size());
            }
        }
    }

    /**
     * State of a connection pool at one instant; waits and time-outs are sums since the session's start.
     *
     * @param waitNanos total time that threads waited for a connection
     * @param usageNanos total time for which connections were handed out
     * @param busyNanos the part of {@code usageNanos} in which a statement was executed or its result fetched
     */
    record PoolSample(
            long session,
            String pool,
            long atMicros,
            int active,
            int idle,
            int pending,
            int max,
            long leases,
            long waitNanos,
            long usageNanos,
            long busyNanos,
            long timeouts)
            implements CaptureRecord {}

    /**
     * One hand-out of a connection to the service, written when it was long, when the service had to wait for it, and
     * for a sample of all others; the sums of all are in {@link PoolSample}.
     *
     * @param lease number of the hand-out, as in {@link Execution#lease()}
     * @param unit as in {@link Execution#unit()}
     * @param startMicros when the service got the connection, microseconds since the session's start
     * @param waitNanos how long it had waited for it
     * @param heldNanos until it was given back
     * @param busyNanos the part of {@code heldNanos} in which a statement was executed or its result fetched
     * @param callSite where the connection was asked for, 0 if that was not sampled
     */
    record Lease(
            long session,
            long lease,
            String pool,
            long unit,
            int thread,
            long startMicros,
            long waitNanos,
            long heldNanos,
            long busyNanos,
            long executions,
            long callSite)
            implements CaptureRecord {}

    /**
     * What the profiler itself cost over an interval, measured on a sample of executions and scaled up.
     *
     * @param level what is still recorded: {@code full}, {@code no-call-sites}, {@code no-keys}, {@code summary},
     *     {@code counts-only}, {@code paused}
     * @param statementNanos time the service spent in statements, the measure of the budget
     * @param callerNanos our time on the service's threads, call sites included
     * @param callSiteNanos the part of {@code callerNanos} that went into call sites
     * @param writerNanos processor time of the writer thread
     * @param budget share of {@code statementNanos} that {@code callerNanos} may take, in millionths
     */
    record Overhead(
            long session,
            long fromMicros,
            long toMicros,
            String level,
            long executions,
            long statementNanos,
            long callerNanos,
            long callSiteNanos,
            long writerNanos,
            int budget)
            implements CaptureRecord {}

    /**
     * Bind values of one execution, kept by {@code binds=values}: a member of the statement's weighted sample. All
     * members of all files of a session, reduced to those with the lowest {@code -ln(u) / weightNanos} where {@code u} is
     * derived from session and sequence, are the sample of the whole; see docs/capture-format.md.
     *
     * @param sequence as in {@link Execution#sequence()}
     * @param weightNanos execute and fetch time of the execution, at least 1: the weight it was drawn with
     * @param seen executions of the statement that had been offered to the sample when the record was written
     * @param values by position; what may not be kept is not in the list
     */
    record BindSample(long session, long statement, long sequence, long weightNanos, long seen, List<KeptValue> values)
            implements CaptureRecord {
        public BindSample {
            values = List.copyOf(values);
        }

        /** {@code -ln(u) / weightNanos}: the sample of a set of executions are those with the lowest ranks. */
        public double rank() {
            return rank(session, sequence, weightNanos);
        }

        /** The rank of an execution that may or may not be sampled. */
        public static double rank(long session, long sequence, long weightNanos) {
            long hash = ContentHash.finish(ContentHash.add(session, sequence));
            double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
            return -StrictMath.log(uniform) / weightNanos;
        }
    }

    /**
     * A bind value, or a literal.
     *
     * @param position in {@link Statement#sql()}, from 1
     * @param text as the server's input function of the type reads it, null for SQL NULL
     */
    record KeptValue(int position, @Nullable String text) {}

    /**
     * Exact durations of the units of work of one route over an interval: of those that had an explicit begin and end, from the
     * one to the other, whether they executed a statement or not, and whatever happened to the details.
     *
     * @param route the unit's at its end; empty if there were too many routes
     * @param kind {@code request} of a servlet container, {@code explicit} for what else was opened and closed
     * @param fromMicros start of the interval, microseconds since the session's start
     * @param units that ended in the interval
     * @param buckets as in {@link Aggregate}
     * @param bucketCounts one per bucket
     */
    record UnitAggregate(
            long session,
            String route,
            String kind,
            long fromMicros,
            long toMicros,
            long units,
            long totalNanos,
            long maxNanos,
            List<Integer> buckets,
            List<Long> bucketCounts)
            implements CaptureRecord {
        public UnitAggregate {
            buckets = List.copyOf(buckets);
            bucketCounts = List.copyOf(bucketCounts);
            if (buckets.size() != bucketCounts.size()) {
                throw new IllegalArgumentException("buckets and bucketCounts must have the same length: "
                        + buckets.size() + " and " + bucketCounts.size());
            }
        }
    }

    /**
     * What the process of the session needed at one instant. What is not known is 0.
     *
     * @param heapMaxBytes what the heap may grow to
     * @param nonHeapUsedBytes classes, compiled code and what else Java keeps outside of the heap
     * @param residentBytes memory of the whole process, as the operating system counts it
     * @param cpuNanos processor time since the process started
     * @param threads of Java, virtual ones not counted
     */
    record ProcessSample(
            long session,
            long atMicros,
            long heapUsedBytes,
            long heapCommittedBytes,
            long heapMaxBytes,
            long nonHeapUsedBytes,
            long residentBytes,
            long cpuNanos,
            int threads)
            implements CaptureRecord {

        /** Memory of the process: what is resident, or where that is not known what Java says that it has taken. */
        public long memoryBytes() {
            return residentBytes > 0 ? residentBytes : heapCommittedBytes + nonHeapUsedBytes;
        }
    }

    /**
     * Details that were lost, so that whoever counts them can say "at least".
     *
     * @param reason {@code ring-full}, {@code writer-failed}, {@code disk}, {@code folder-full}, {@code budget},
     *     {@code shutdown}; {@code summary} if they were not wanted
     */
    record Drops(long session, long fromMicros, long toMicros, String reason, long executions)
            implements CaptureRecord {}
}
