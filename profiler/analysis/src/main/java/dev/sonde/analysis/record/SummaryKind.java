package dev.sonde.analysis.record;

import dev.sonde.capture.file.CaptureSchema;
import java.util.HashSet;
import java.util.Set;

/**
 * Kinds of records that a summary file has besides those of a capture, with their fields in the order of the file. Their
 * numbers go on where those of a capture end; see docs/summary-format.md.
 */
public enum SummaryKind {
    SOURCE("Source", "file:Id bytes:long"),
    TOTALS(
            "Totals",
            "session:Id statement:Id route:string calls:long errors:long rows:long nanos:long maxNanos:long"
                    + " buckets:int[] bucketCounts:long[]"),
    DETAILS("Details", "session:Id statement:Id binds:SampledBinds[] sites:IdCount[] sqlStates:TextCount[]"),
    OPEN_UNIT("OpenUnit", "session:Id unit:long continued:boolean cut:boolean"),
    OVER("Over", "units:long"),
    HANDED_ON("HandedOn", "session:Id unit:long"),
    WAIT("Wait", "session:Id unit:long fromMicros:long"),
    UNIT_TIMES(
            "UnitTimes",
            "session:Id route:string units:long executions:long maxNanos:long buckets:int[] bucketCounts:long[]"),
    POOL(
            "Pool",
            "session:Id pool:string max:int maxActive:int maxPending:int samples:long fullSamples:long last:PoolState[]"
                    + " waitSeconds:long[]"),
    LEASE_SITE(
            "LeaseSite",
            "session:Id pool:string site:Id leases:long waitNanos:long heldNanos:long busyNanos:long executions:long"
                    + " waitBuckets:int[] waitCounts:long[] heldBuckets:int[] heldCounts:long[] longest:LongLease[]"),
    OWN_COST(
            "OwnCost",
            "executions:long statementNanos:long callerNanos:long callSiteNanos:long writerNanos:long budget:int"
                    + " microsByLevel:TextCount[]"),
    FAULT(
            "Fault",
            "service:string route:string kind:string loopMethod:string fingerprint:Id executions:long units:long"
                    + " savedRoundTrips:long most:long cut:boolean unbounded:boolean proportional:boolean sizes:long[]"
                    + " keySets:Id[] lastUnits:IdCount[] routes:TextCount[] strongest:Sighting"),
    USUAL_SITE("UsualSite", "route:string statement:Id sites:IdCount[]"),
    ROUTE_UNIT("RouteUnit", "session:Id route:string unit:long executed:IdCount[]"),
    SLOW_STATEMENT(
            "SlowStatement",
            "session:Id statement:Id executions:long fast:long fastRows:long slow:long executeNanos:long fetchNanos:long"
                    + " rows:long lockTimeouts:long deadlocks:long cancelled:long waitedFor:long waits:long waitNanos:long"
                    + " buckets:SlowBucket[]"),
    SLOW_SESSION("SlowSession", "session:Id fastestNanos:long leasesKnown:boolean"),
    SLOW_LEASE("SlowLease", "session:Id lease:long waitNanos:long statements:IdCount[]"),
    TIME_CELL(
            "TimeCell",
            "session:Id width:long second:long executions:long errors:long slow:long units:long unitsEnded:long"
                    + " nanos:long pools:PoolPeak[]"),
    SPAN("Span", "session:Id fromMicros:long toMicros:long"),
    TRAFFIC("Traffic", "session:Id width:long minute:long fromMicros:long toMicros:long calls:IdCount[]"),
    COARSE_TRAFFIC("CoarseTraffic", "session:Id"),
    CONNECTIONS("Connections", "statement:Id connections:Id[]"),
    CACHED_READS(
            "CachedReads",
            "session:Id statement:Id reads:long nanos:long sampledReads:long sampledNanos:long repeatsInUnit:long"
                    + " repeatNanosInUnit:long rows:long afterOwnWrite:long failed:long withoutBinds:long outOfOrder:long"
                    + " keys:long estimated:boolean cells:CacheCell[]"),
    CACHE_FACTS(
            "CacheFacts",
            "session:Id nanos:long dropped:long unknownWrites:long settingsChanges:long withoutText:long"
                    + " notSimulated:long missing:IdCount[] split:boolean"),
    TABLE_WRITES("TableWrites", "database:string table:string sessions:IdCount[]"),
    CACHES("Caches", "othersKnown:boolean cut:boolean"),
    ROUTE_WORK(
            "RouteWork",
            "session:Id route:string roundTrips:long[] roundTripUnits:long[] statements:long[] statementUnits:long[]"
                    + " width:long windows:long[] events:long[] nanos:long[] amounts:long[]"),
    STATEMENT_WORK(
            "StatementWork",
            "session:Id route:string statement:Id inUnits:long width:long windows:long[] events:long[] nanos:long[]"
                    + " amounts:long[]"),
    UNIT_DURATIONS(
            "UnitDurations",
            "session:Id route:string kind:string units:long nanos:long maxNanos:long buckets:int[] bucketCounts:long[]"),
    PROCESS(
            "Process",
            "session:Id samples:long atMicros:long heapUsedBytes:long heapCommittedBytes:long heapMaxBytes:long"
                    + " nonHeapUsedBytes:long residentBytes:long cpuNanos:long threads:int");

    /** Records of a capture come first. */
    static final int FIRST = CaptureSchema.KINDS;

    private static final String[][] INNER = {
        {"IdCount", "id:Id count:long"},
        {"TextCount", "text:string count:long"},
        {"SampledBinds", "priority:Id binds:bytes"},
        {
            "PoolState",
            "atMicros:long active:int idle:int pending:int max:int leases:long waitNanos:long usageNanos:long"
                    + " busyNanos:long timeouts:long"
        },
        {
            "LongLease",
            "lease:long unit:long thread:int startMicros:long waitNanos:long heldNanos:long busyNanos:long"
                    + " executions:long"
        },
        {
            "Sighting",
            "session:Id unit:long kind:string chain:boolean statement:Id others:Id[] loop:string leaves:string[]"
                    + " path:string[] hints:string[] parentStatement:Id column:int bind:int parents:long[] coverage:double"
                    + " order:double distinctParents:int proven:boolean distinct:int varying:int[] singleRows:boolean"
                    + " executions:long headExecutions:long savedRoundTrips:long score:int"
        },
        {"SlowBucket", "time:int rows:int count:long nanos:long"},
        {"PoolPeak", "pool:string active:int pending:int max:int"},
        {"CacheCell", "hits:long hitNanos:long stale:long evictingHits:long evictingNanos:long"},
    };

    private final String recordName;
    private final String fields;

    SummaryKind(String recordName, String fields) {
        this.recordName = recordName;
        this.fields = fields;
    }

    int number() {
        return FIRST + ordinal();
    }

    /** The Avro schema of a summary: a capture's with more branches of its union. */
    public static String schema() {
        StringBuilder schema = new StringBuilder(CaptureSchema.JSON);
        schema.setLength(schema.length() - "]}]}".length());
        Set<String> defined = new HashSet<>();
        for (SummaryKind kind : values()) {
            schema.append(',').append(record(kind.recordName, kind.fields, defined));
        }
        return schema.append("]}]}").toString();
    }

    private static String record(String name, String fields, Set<String> defined) {
        StringBuilder json = new StringBuilder("{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[");
        String comma = "";
        for (String field : fields.split(" ", -1)) {
            int colon = field.indexOf(':');
            json.append(comma)
                    .append("{\"name\":\"" + field.substring(0, colon) + "\",\"type\":")
                    .append(type(field.substring(colon + 1), defined))
                    .append('}');
            comma = ",";
        }
        return json.append("]}").toString();
    }

    private static String type(String type, Set<String> defined) {
        if (type.endsWith("[]")) {
            return "{\"type\":\"array\",\"items\":" + type(type.substring(0, type.length() - 2), defined) + "}";
        }
        for (String[] inner : INNER) {
            if (inner[0].equals(type) && defined.add(type)) { // a name is defined where it comes first
                return record(type, inner[1], defined);
            }
        }
        return "\"" + type + "\"";
    }
}
