package dev.sonde.analysis.cache;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's records with times, made by hand. */
final class Reads {
    static final String ORDER = "select * from orders where id = ?";
    static final String WRITE = "update orders set total = ? where id = ?";

    private final long session;
    private final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;
    private String state = "";
    private long updated = 1;

    Reads(long session, String service, long startedMicros) {
        this(session, service, startedMicros, "hashed");
    }

    Reads(long session, String service, long startedMicros, String binds) {
        this.session = session;
        records.add(new Session(
                session,
                service,
                "1.0",
                "host",
                startedMicros,
                "jdbc:postgresql://db/shop",
                "18",
                binds,
                "000102030405060708090a0b0c0d0e0f",
                50_000,
                "0.1"));
    }

    static Reads ofShop() {
        return new Reads(1, "shop", 1_000_000);
    }

    /** One millisecond at a time in milliseconds. */
    Reads at(long millis, long unit, String sql, @Nullable Integer... binds) {
        return during(millis, 1, unit, sql, binds);
    }

    Reads during(long millis, long lasting, long unit, String sql, @Nullable Integer... binds) {
        NormalizedSql text = SqlNormalizer.normalize(sql);
        records.add(new Statement(
                session,
                text.id(),
                text.fingerprint(),
                text.sql(),
                text.literalPositions(),
                List.of(),
                List.of(),
                text.truncated()));
        records.add(new Execution(
                session,
                ++sequence,
                text.id(),
                unit,
                millis * 1_000,
                lasting * 1_000_000,
                0,
                1,
                1,
                1,
                1,
                java.util.Arrays.asList(binds),
                1,
                updated,
                0,
                state,
                0,
                null));
        return this;
    }

    Reads failing(String sqlState) {
        state = sqlState;
        return this;
    }

    Reads updating(long rows) {
        updated = rows;
        return this;
    }

    Reads dropped(long executions) {
        records.add(new Drops(session, 0, 1, "ring-full", executions));
        return this;
    }

    Reads counted(String sql, long count, long details) {
        records.add(new Aggregate(
                session,
                SqlNormalizer.normalize(sql).id(),
                "",
                0,
                1,
                count,
                0,
                0,
                count,
                1,
                details,
                List.of(),
                List.of()));
        return this;
    }

    List<CaptureRecord> records() {
        return records;
    }

    CacheSimulation simulate(CacheGrid grid) {
        CacheSimulation.Builder builder = CacheSimulation.builder(grid);
        records.forEach(builder::add);
        return builder.build();
    }

    CacheSimulation simulate() {
        return simulate(CacheGrid.ofDefaults());
    }
}
