package dev.sonde.profiler.otel;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.StatementName;
import dev.sonde.profiler.session.RecordListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Puts the times that the captures counted into a histogram: on the writer's thread, every ten seconds, all executions of
 * them, those whose details were lost too. Counts are exact; a time is that of its DDSketch bucket, at most 1 % off. A
 * statement that was given its own attributes keeps them; once there are as many as the limit all others are {@code other}.
 */
final class StatementTimes implements RecordListener {

    static final AttributeKey<String> FINGERPRINT = AttributeKey.stringKey("fingerprint");
    static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("statement");
    static final String OTHER = "other";

    private static final int MAX_TEXTS = 20_000;

    private final CubicallyInterpolatedMapping mapping = new CubicallyInterpolatedMapping(0.01);
    private final DoubleHistogram histogram;
    private final int maxStatements;
    private final Map<Long, Attributes> byFingerprint = new HashMap<>();
    private final Map<Long, Attributes> byStatement = new HashMap<>();
    private final Attributes other = Attributes.of(FINGERPRINT, OTHER, STATEMENT, OTHER);

    StatementTimes(DoubleHistogram histogram, int maxStatements) {
        this.histogram = histogram;
        this.maxStatements = maxStatements;
    }

    @Override
    public boolean wantsDetails() {
        return false;
    }

    @Override
    public void recorded(CaptureRecord entry) {
        if (entry instanceof Statement statement) {
            name(statement);
        } else if (entry instanceof Aggregate counts) {
            record(counts);
        }
    }

    /** Several captures may tell at once. */
    private synchronized void name(Statement statement) {
        if (byStatement.size() >= MAX_TEXTS || statement.sql().isEmpty()) {
            return;
        }
        Attributes known = byFingerprint.get(statement.fingerprint());
        if (known == null && byFingerprint.size() < maxStatements) {
            known = Attributes.of(
                    FINGERPRINT, HexFormat.of().toHexDigits(statement.fingerprint()),
                    STATEMENT, StatementName.of(statement.sql()));
            byFingerprint.put(statement.fingerprint(), known);
        }
        if (known != null) {
            byStatement.put(statement.id(), known);
        }
    }

    private synchronized Attributes attributes(long statement) {
        return byStatement.getOrDefault(statement, other);
    }

    private void record(Aggregate counts) {
        Attributes attributes = attributes(counts.statement());
        for (int i = 0; i < counts.buckets().size(); i++) {
            double seconds = mapping.value(counts.buckets().get(i)) / 1e9;
            for (long n = counts.bucketCounts().get(i); n > 0; n--) {
                histogram.record(seconds, attributes); // the API takes one at a time
            }
        }
    }
}
