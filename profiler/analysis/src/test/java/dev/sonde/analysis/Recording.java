package dev.sonde.analysis;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Capture records as a service's run would leave them, made by hand. */
final class Recording {
    private static final long SESSION = 77;
    private final ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");
    final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;
    private long unit;

    Recording() {
        records.add(new Session(
                SESSION,
                "shop",
                "1.0",
                "host",
                0,
                "jdbc:postgresql:shop",
                "18",
                "hashed",
                hasher.key(),
                50_000,
                "0.1"));
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

    void drop(long executions) {
        records.add(new Drops(SESSION, 0, 1, "ring-full", executions));
    }

    WorkloadSummary summary() {
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        records.forEach(builder::add);
        return builder.build();
    }
}
