package dev.sonde.cli.review;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.migrations.workload.TrafficWindows;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Executions by the minute; those of sessions that do not know when they were are left out. */
final class CapturedWindows {

    private CapturedWindows() {}

    static TrafficWindows of(Reduction reduction) {
        TrafficWindows windows = new TrafficWindows();
        for (Session session : reduction.summary().sessions()) {
            long start = session.startedMicros();
            if (start <= 0) {
                continue;
            }
            if (reduction.traffic().coarse().contains(session.session())) {
                windows.addCoarse();
            }
            var traffic = reduction.traffic().bySession().get(session.session());
            if (traffic != null) {
                traffic.windows().values().forEach(window -> {
                    Map<String, Long> calls = new TreeMap<>();
                    window.calls().forEach((statement, count) -> calls.put(ContentHash.hex(statement), count));
                    windows.addWindow(
                            Duration.ofMinutes(traffic.width()),
                            start + window.fromMicros(),
                            start + window.toMicros(),
                            calls);
                });
            }
        }
        return windows;
    }
}
