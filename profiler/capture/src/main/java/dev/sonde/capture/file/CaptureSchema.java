package dev.sonde.capture.file;

/**
 * The Avro schema of format version 2, and of version 1, which is the same without its last two kinds of record. The root is a record with one union field, since Spark and DuckDB want a record
 * at the root; identifiers are {@code fixed(8)} so that a 64-bit hash takes eight bytes and not ten.
 */
public final class CaptureSchema {

    /** Metadata key that marks the container as ours. */
    public static final String FORMAT_KEY = "sonde.format";

    /** What is written; version 1 is read as well. */
    public static final int FORMAT_VERSION = 2;

    /** Kinds of record, which are numbered from 0. */
    public static final int KINDS = 13;

    static final int SESSION = 0;
    static final int STATEMENT = 1;
    static final int CALL_SITE = 2;
    static final int UNIT = 3;
    static final int EXECUTION = 4;
    static final int AGGREGATE = 5;
    static final int POOL_SAMPLE = 6;
    static final int DROPS = 7;
    static final int LEASE = 8;
    static final int OVERHEAD = 9;
    static final int BIND_SAMPLE = 10;
    static final int UNIT_AGGREGATE = 11;
    static final int PROCESS_SAMPLE = 12;

    private static final String FORMAT_1_KINDS = """
            {"type":"record","name":"Entry","namespace":"dev.sonde.capture","fields":[{"name":"record","type":[\
            {"type":"record","name":"Session","fields":[\
            {"name":"session","type":{"type":"fixed","name":"Id","size":8}},\
            {"name":"service","type":"string"},{"name":"version","type":"string"},{"name":"host","type":"string"},\
            {"name":"startedMicros","type":"long"},{"name":"databaseUrl","type":"string"},\
            {"name":"serverVersion","type":"string"},{"name":"binds","type":"string"},\
            {"name":"hashKey","type":"string"},{"name":"slowThresholdMicros","type":"long"},\
            {"name":"profilerVersion","type":"string"}]},\
            {"type":"record","name":"Statement","fields":[\
            {"name":"session","type":"Id"},{"name":"id","type":"Id"},{"name":"fingerprint","type":"Id"},\
            {"name":"sql","type":"string"},{"name":"literalPositions","type":{"type":"array","items":"int"}},\
            {"name":"bindTypes","type":{"type":"array","items":"int"}},\
            {"name":"columns","type":{"type":"array","items":"string"}},{"name":"truncated","type":"boolean"}]},\
            {"type":"record","name":"CallSite","fields":[\
            {"name":"session","type":"Id"},{"name":"id","type":"Id"},\
            {"name":"frames","type":{"type":"array","items":"string"}},\
            {"name":"hints","type":{"type":"array","items":"string"}}]},\
            {"type":"record","name":"Unit","fields":[\
            {"name":"session","type":"Id"},{"name":"id","type":"long"},{"name":"route","type":"string"},\
            {"name":"traceId","type":"string"},{"name":"kind","type":"string"},{"name":"startMicros","type":"long"}]},\
            {"type":"record","name":"Execution","fields":[\
            {"name":"session","type":"Id"},{"name":"statement","type":"Id"},{"name":"fetchNanos","type":"long"},\
            {"name":"updateCount","type":"long"},{"name":"batchSize","type":"int"},\
            {"name":"sqlState","type":"string"},{"name":"callSite","type":"Id"},{"name":"rows","type":"long"},\
            {"name":"executeNanos","type":"long"},{"name":"startMicros","type":"long"},\
            {"name":"sequence","type":"long"},{"name":"unit","type":"long"},{"name":"thread","type":"int"},\
            {"name":"lease","type":"long"},{"name":"backendPid","type":"int"},{"name":"transaction","type":"long"},\
            {"name":"binds","type":"bytes","doc":"four bytes a position, big-endian; 0 is SQL NULL"},\
            {"name":"link","type":["null",{"type":"record","name":"Link","fields":[\
            {"name":"parent","type":"long"},{"name":"parentStatement","type":"Id"},{"name":"column","type":"int"},\
            {"name":"row","type":"int"},{"name":"bind","type":"int"}]}]}]},\
            {"type":"record","name":"Aggregate","fields":[\
            {"name":"session","type":"Id"},{"name":"statement","type":"Id"},{"name":"route","type":"string"},\
            {"name":"fromMicros","type":"long"},{"name":"toMicros","type":"long"},{"name":"count","type":"long"},\
            {"name":"errors","type":"long"},{"name":"rows","type":"long"},{"name":"totalNanos","type":"long"},\
            {"name":"maxNanos","type":"long"},{"name":"details","type":"long"},\
            {"name":"buckets","type":{"type":"array","items":"int"}},\
            {"name":"bucketCounts","type":{"type":"array","items":"long"}}]},\
            {"type":"record","name":"PoolSample","fields":[\
            {"name":"session","type":"Id"},{"name":"pool","type":"string"},{"name":"atMicros","type":"long"},\
            {"name":"active","type":"int"},{"name":"idle","type":"int"},{"name":"pending","type":"int"},\
            {"name":"max","type":"int"},{"name":"leases","type":"long"},{"name":"waitNanos","type":"long"},\
            {"name":"usageNanos","type":"long"},{"name":"busyNanos","type":"long"},\
            {"name":"timeouts","type":"long"}]},\
            {"type":"record","name":"Drops","fields":[\
            {"name":"session","type":"Id"},{"name":"fromMicros","type":"long"},{"name":"toMicros","type":"long"},\
            {"name":"reason","type":"string"},{"name":"executions","type":"long"}]},\
            {"type":"record","name":"Lease","fields":[\
            {"name":"session","type":"Id"},{"name":"lease","type":"long"},{"name":"pool","type":"string"},\
            {"name":"unit","type":"long"},{"name":"thread","type":"int"},{"name":"startMicros","type":"long"},\
            {"name":"waitNanos","type":"long"},{"name":"heldNanos","type":"long"},{"name":"busyNanos","type":"long"},\
            {"name":"executions","type":"long"},{"name":"callSite","type":"Id"}]},\
            {"type":"record","name":"Overhead","fields":[\
            {"name":"session","type":"Id"},{"name":"fromMicros","type":"long"},{"name":"toMicros","type":"long"},\
            {"name":"level","type":"string"},{"name":"executions","type":"long"},\
            {"name":"statementNanos","type":"long"},{"name":"callerNanos","type":"long"},\
            {"name":"callSiteNanos","type":"long"},{"name":"writerNanos","type":"long"},\
            {"name":"budget","type":"int"}]},\
            {"type":"record","name":"BindSample","fields":[\
            {"name":"session","type":"Id"},{"name":"statement","type":"Id"},{"name":"sequence","type":"long"},\
            {"name":"weightNanos","type":"long"},{"name":"seen","type":"long"},\
            {"name":"values","type":{"type":"array","items":{"type":"record","name":"KeptValue","fields":[\
            {"name":"position","type":"int"},{"name":"text","type":["null","string"],\
            "doc":"null is SQL NULL; a position that is not in the list was not kept"}]}}}]}""";

    private static final String FORMAT_2_KINDS = """
            ,{"type":"record","name":"UnitAggregate","fields":[\
            {"name":"session","type":"Id"},{"name":"route","type":"string"},{"name":"kind","type":"string"},\
            {"name":"fromMicros","type":"long"},{"name":"toMicros","type":"long"},{"name":"units","type":"long"},\
            {"name":"totalNanos","type":"long"},{"name":"maxNanos","type":"long"},\
            {"name":"buckets","type":{"type":"array","items":"int"}},\
            {"name":"bucketCounts","type":{"type":"array","items":"long"}}]},\
            {"type":"record","name":"ProcessSample","fields":[\
            {"name":"session","type":"Id"},{"name":"atMicros","type":"long"},{"name":"heapUsedBytes","type":"long"},\
            {"name":"heapCommittedBytes","type":"long"},{"name":"heapMaxBytes","type":"long"},\
            {"name":"nonHeapUsedBytes","type":"long"},{"name":"residentBytes","type":"long"},\
            {"name":"cpuNanos","type":"long"},{"name":"threads","type":"int"}]}""";

    /** Behind the last kind. */
    private static final String END = "]}]}";

    /** The schema as it stands in every file of format 1. */
    static final String FORMAT_1_JSON = FORMAT_1_KINDS + END;

    /** The schema as it stands in every file that is written. */
    public static final String JSON = FORMAT_1_KINDS + FORMAT_2_KINDS + END;

    private CaptureSchema() {}
}
