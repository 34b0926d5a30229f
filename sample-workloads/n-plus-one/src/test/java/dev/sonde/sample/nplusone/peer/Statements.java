package dev.sonde.sample.nplusone.peer;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.Slot;
import dev.sonde.capture.sql.SqlNormalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements as a service would have sent them, written down by hand. */
final class Statements {
    private static final ValueHasher HASHER = ValueHasher.of("000102030405060708090a0b0c0d0e0f");

    private final List<CaptureRecord> records = new ArrayList<>();
    private Duration each = Duration.ofMillis(20);
    private String stack = "shop.Orders.list(Orders.java:12)";
    private int thread = 1;
    private long unit = 1;
    private long sequence;

    /** From here on, statements take that long. */
    Statements each(Duration duration) {
        each = duration;
        return this;
    }

    /** From here on, statements come from there; frames are separated by {@code <}, none if empty. */
    Statements from(String frames) {
        stack = frames;
        return this;
    }

    Statements onThread(int number) {
        thread = number;
        return this;
    }

    Statements inUnit(long number) {
        unit = number;
        return this;
    }

    Statements run(String sql, Object... binds) {
        return batch(0, sql, binds);
    }

    Statements batch(int size, String sql, Object... binds) {
        NormalizedSql text = SqlNormalizer.normalize(sql);
        records.add(new Statement(
                1,
                text.id(),
                text.fingerprint(),
                text.sql(),
                text.literalPositions(),
                List.of(),
                List.of(),
                text.truncated()));
        long site = stack.isEmpty() ? 0 : ContentHash.of(stack);
        if (site != 0) {
            records.add(new CallSite(1, site, List.of(stack.split(" < ", -1)), List.of()));
        }
        List<@Nullable Integer> hashes = new ArrayList<>();
        for (Slot slot : text.slots()) {
            hashes.add(HASHER.hashObject(slot.isLiteral() ? slot.literal() : binds[slot.bindIndex()]));
        }
        sequence++;
        records.add(new Execution(
                1,
                sequence,
                text.id(),
                unit,
                sequence,
                each.toNanos(),
                0,
                thread,
                1,
                1,
                1,
                hashes,
                1,
                -1,
                size,
                "",
                site,
                null));
        return this;
    }

    List<CaptureRecord> records() {
        return records;
    }

    List<PeerFinding> to(PeerRule rule) {
        return rule.findings(Scope.of(records));
    }

    static long fingerprint(String sql) {
        return SqlNormalizer.normalize(sql).fingerprint();
    }
}
