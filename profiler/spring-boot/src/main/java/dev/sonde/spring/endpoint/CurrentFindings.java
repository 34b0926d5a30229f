package dev.sonde.spring.endpoint;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.spring.SondeProperties.FindingLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Analyses what the running sessions have written, on demand. One analysis at a time, and its answer is given again for
 * a while, so that asking often costs no more than asking once. This class is threadsafe.
 */
final class CurrentFindings {

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final FindingLimits limits;
    private @Nullable Map<String, Object> answer;
    private long answeredNanos;

    CurrentFindings(FindingLimits limits) {
        this.limits = limits;
    }

    synchronized Map<String, Object> get() {
        Map<String, Object> known = answer;
        if (known != null && System.nanoTime() - answeredNanos < limits.cache().toNanos()) {
            return known;
        }
        Map<String, Object> fresh = analyse();
        answer = fresh;
        answeredNanos = System.nanoTime();
        return fresh;
    }

    private Map<String, Object> analyse() {
        List<String> notes = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        SessionFiles files = new SessionFiles(limits);
        for (CaptureSession session : CaptureSessions.running()) {
            if (!session.flush(FLUSH)) {
                notes.add("the newest executions are missing: the writer did not keep up within " + FLUSH.toSeconds()
                        + " s");
            }
            Duration slow = session.status().slowThreshold();
            findings.addAll(Findings.of(
                    files.summary(session), slow.isZero() ? FindingOptions.ofDefaults() : new FindingOptions(slow, 5)));
        }
        notes.addAll(files.notes());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("analysedAt", Instant.now().toString());
        view.put("executions", files.executions());
        view.put("notes", notes);
        view.put("findings", findings.stream().map(FindingView::of).toList());
        return view;
    }
}
