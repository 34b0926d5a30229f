package dev.sonde.sample.nplusone.record;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.hash.ContentHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same executions from other lines, or from nowhere. */
final class CallSiteChanges {

    private static final Pattern LINE = Pattern.compile(":(\\d+)\\)$");

    private CallSiteChanges() {}

    static List<CaptureRecord> movedLines(List<CaptureRecord> records) {
        Map<Long, Long> ids = new HashMap<>();
        for (CaptureRecord each : records) {
            if (each instanceof CallSite site) {
                ids.put(site.id(), moved(site).id());
            }
        }
        return records.stream()
                .map(each ->
                        each instanceof CallSite site ? moved(site) : withSite(each, id -> ids.getOrDefault(id, id)))
                .toList();
    }

    static List<CaptureRecord> removed(List<CaptureRecord> records) {
        return records.stream()
                .filter(each -> !(each instanceof CallSite))
                .map(each -> withSite(each, id -> 0))
                .toList();
    }

    private static CallSite moved(CallSite site) {
        List<String> frames = site.frames().stream().map(CallSiteChanges::moved).toList();
        return new CallSite(
                site.session(),
                ContentHash.of(String.join("\n", frames) + "\n" + String.join("\n", site.hints())),
                frames,
                site.hints());
    }

    /** Three lines more at the top of each file, and one more after every ten. */
    private static String moved(String frame) {
        Matcher line = LINE.matcher(frame);
        if (!line.find()) {
            return frame;
        }
        int number = Integer.parseInt(line.group(1));
        return frame.substring(0, line.start(1)) + (number + 3 + number / 10) + ")";
    }

    private static CaptureRecord withSite(CaptureRecord each, LongUnaryOperator change) {
        if (each instanceof Execution execution) {
            return Damage.changed(
                    execution,
                    execution.unit(),
                    execution.startMicros(),
                    change.applyAsLong(execution.callSite()),
                    execution.link());
        }
        if (each instanceof Lease lease) {
            return new Lease(
                    lease.session(),
                    lease.lease(),
                    lease.pool(),
                    lease.unit(),
                    lease.thread(),
                    lease.startMicros(),
                    lease.waitNanos(),
                    lease.heldNanos(),
                    lease.busyNanos(),
                    lease.executions(),
                    change.applyAsLong(lease.callSite()));
        }
        return each;
    }
}
