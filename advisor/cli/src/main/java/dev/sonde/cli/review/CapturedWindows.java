package dev.sonde.cli.review;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.migrations.workload.TrafficWindows;
import java.util.HashMap;
import java.util.Map;

/** Counts executions by the minute; those of sessions that do not know when they were are left out. */
final class CapturedWindows {

    private final Map<Long, Long> starts = new HashMap<>();
    private final TrafficWindows windows = new TrafficWindows();

    void add(CaptureRecord entry) {
        if (entry instanceof Session session) {
            starts.put(session.session(), session.startedMicros());
        } else if (entry instanceof Aggregate aggregate) {
            // The session is the first record of every file.
            long start = starts.getOrDefault(aggregate.session(), 0L);
            if (start > 0) {
                windows.add(
                        ContentHash.hex(aggregate.statement()),
                        start + aggregate.fromMicros(),
                        start + aggregate.toMicros(),
                        aggregate.count());
            }
        }
    }

    TrafficWindows all() {
        return windows;
    }
}
