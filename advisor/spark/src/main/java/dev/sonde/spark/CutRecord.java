package dev.sonde.spark;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.AvroEncoder;
import dev.sonde.capture.file.RecordDecoder;
import dev.sonde.capture.file.RecordEncoder;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A record of a unit of work that is in several splits.
 *
 * @param split where it stands
 * @param ordinal its place among those of the split
 */
record CutRecord(Key unit, int split, long ordinal, byte[] encoded) implements Serializable {
    static final Comparator<CutRecord> IN_ORDER =
            Comparator.comparingInt(CutRecord::split).thenComparingLong(CutRecord::ordinal);

    /** Units are numbered within their session. */
    record Key(long session, long unit) implements Serializable {}

    static CutRecord of(Key unit, int split, long ordinal, CaptureRecord entry) {
        AvroEncoder encoder = new AvroEncoder(256);
        new RecordEncoder(encoder).encode(entry);
        return new CutRecord(unit, split, ordinal, Arrays.copyOf(encoder.buffer(), encoder.size()));
    }

    /** The unit that a record belongs to; number 0 if it belongs to none. */
    static Key unitOf(CaptureRecord entry) {
        long unit = 0;
        if (entry instanceof Execution execution) {
            unit = execution.unit();
        } else if (entry instanceof Unit of) {
            unit = of.id();
        } else if (entry instanceof Lease lease) {
            unit = lease.unit();
        }
        return new Key(entry.session(), unit);
    }

    CaptureRecord decoded() {
        RecordDecoder decoder = new RecordDecoder();
        decoder.reset(encoded, encoded.length);
        return decoder.next();
    }
}
