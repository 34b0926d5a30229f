package dev.sonde.analysis;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Capture records as a service's run would leave them, made by hand. */
final class Recording {
    private static final long SESSION = 77;
    private static final String HASH_KEY = "000102030405060708090a0b0c0d0e0f";
    private final ValueHasher hasher = ValueHasher.of(HASH_KEY);
    final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;
    private long unit;
    private long leases;

    Recording() {
        records.add(session(0));
    }

    static Session session(long startedMicros) {
        return new Session(
                SESSION,
                "shop",
                "1.0",
                "host",
                startedMicros,
                "jdbc:postgresql:shop",
                "18",
                "hashed",
                ValueHasher.of(HASH_KEY).key(),
                50_000,
                "0.1");
    }

    Recording unit(String route) {
        unit++;
        records.add(new Unit(SESSION, unit, route, "", "explicit", 0));
        return this;
    }

    /** Executes without a link and answers the sequence. */
    long run(String sql, long rows, String frames, Object... binds) {
        return run(sql, rows, frames, null, binds);
    }

    long run(String sql, long rows, String frames, @Nullable Link link, Object... binds) {
        return run(sql, rows, frames, "", link, binds);
    }

    long run(String sql, long rows, String frames, String state, @Nullable Link link, Object... binds) {
        NormalizedSql normalized = SqlNormalizer.normalize(sql);
        records.add(new Statement(
                SESSION,
                normalized.id(),
                normalized.fingerprint(),
                normalized.sql(),
                normalized.literalPositions(),
                List.of(),
                List.of("id"),
                false));
        long site = 0;
        if (!frames.isEmpty()) {
            List<String> list = Arrays.asList(frames.split(" < ", -1));
            site = ContentHash.of(frames);
            records.add(new CallSite(SESSION, site, list, List.of("spring-jdbc")));
        }
        sequence++;
        List<@Nullable Integer> hashes = new ArrayList<>();
        for (Object bind : binds) {
            hashes.add(hasher.hashObject(bind));
        }
        records.add(new Execution(
                SESSION,
                sequence,
                normalized.id(),
                unit,
                sequence,
                1_000,
                0,
                1,
                1,
                1,
                1,
                hashes,
                rows,
                -1,
                0,
                state,
                site,
                link));
        return sequence;
    }

    Link link(long parent, String parentSql, int row) {
        return new Link(parent, SqlNormalizer.normalize(parentSql).id(), 1, row, 1);
    }

    void aggregate(String sql, String route, long count, long errors, int bucket, long totalNanos) {
        records.add(new Aggregate(
                SESSION,
                SqlNormalizer.normalize(sql).id(),
                route,
                0,
                1,
                count,
                errors,
                count,
                totalNanos,
                totalNanos,
                count,
                List.of(bucket),
                List.of(count)));
    }

    /** Units of work that ended in ten seconds, each of which took so long. */
    void durations(String route, String kind, int second, int bucket, long nanos, long units) {
        records.add(new UnitAggregate(
                SESSION,
                route,
                kind,
                second * 1_000_000L,
                (second + 10) * 1_000_000L,
                units,
                units * nanos,
                nanos,
                List.of(bucket),
                List.of(units)));
    }

    /** What the process was seen to need. */
    void process(int second, long heapBytes, long residentBytes) {
        records.add(new ProcessSample(
                SESSION, second * 1_000_000L, heapBytes, heapBytes, 1L << 30, 50_000_000, residentBytes, 1, 20));
    }

    void drop(long executions) {
        records.add(new Drops(SESSION, 0, 1, "ring-full", executions));
    }

    /** A pool as it was seen after so many seconds; sums since the start. */
    void pool(
            int second, int active, int max, long leases, Duration waited, Duration used, Duration busy, int timeouts) {
        records.add(new PoolSample(
                SESSION,
                "main",
                second * 1_000_000L,
                active,
                max - active,
                0,
                max,
                leases,
                waited.toNanos(),
                used.toNanos(),
                busy.toNanos(),
                timeouts));
    }

    /** A recorded lease of the current unit. */
    void lease(int second, @Nullable String frames, Duration waited, Duration held, Duration busy) {
        long site = 0;
        if (frames != null) {
            List<String> list = frames.isEmpty() ? List.of() : Arrays.asList(frames.split(" < ", -1));
            site = ContentHash.of(frames);
            records.add(new CallSite(SESSION, site, list, List.of()));
        }
        leases++;
        records.add(new Lease(
                SESSION,
                leases,
                "main",
                unit,
                1,
                second * 1_000_000L,
                waited.toNanos(),
                held.toNanos(),
                busy.toNanos(),
                1,
                site));
    }

    void cost(String level, long statementNanos, long callerNanos) {
        records.add(new Overhead(
                SESSION, 0, 10_000_000, level, 100, statementNanos, callerNanos, callerNanos / 2, 1_000, 10_000));
    }

    WorkloadSummary summary() {
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        records.forEach(builder::add);
        return builder.build();
    }
}
