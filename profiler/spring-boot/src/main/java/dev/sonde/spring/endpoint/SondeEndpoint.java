package dev.sonde.spring.endpoint;

import dev.sonde.profiler.session.CaptureSession;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.convert.DurationStyle;

/** What the profiler does in this service, what it has found, and how to change it while it runs. */
@Endpoint(id = "sonde")
public final class SondeEndpoint {

    private final CurrentFindings findings;

    SondeEndpoint(CurrentFindings findings) {
        this.findings = findings;
    }

    /** The running captures. */
    @ReadOperation
    public Map<String, Object> status() {
        return Map.of(
                "sessions",
                CaptureSessions.running().stream()
                        .map(CaptureSession::status)
                        .map(StatusView::of)
                        .toList());
    }

    /** What has been found so far, for {@code findings}; nothing for other names. */
    @ReadOperation
    public @Nullable Map<String, Object> read(@Selector String part) {
        return part.equals("findings") ? findings.get() : null;
    }

    /**
     * Changes the running captures until the service ends; what is not given stays as it is. Either everything is changed
     * or, if a value makes no sense, nothing.
     *
     * @param paused true: nothing is recorded
     * @param slowThreshold such as 20ms
     * @param overheadBudget in per cent, such as 2%
     */
    @WriteOperation
    @SuppressWarnings(
            "deprecation") // Spring Boot 3.5 knows an optional parameter by this annotation only, 4 by JSpecify's
    public Map<String, Object> change(
            @org.springframework.lang.Nullable @Nullable Boolean paused,
            @org.springframework.lang.Nullable @Nullable String slowThreshold,
            @org.springframework.lang.Nullable @Nullable String overheadBudget) {
        Duration threshold = slowThreshold == null ? null : threshold(slowThreshold);
        Double budget = overheadBudget == null ? null : budget(overheadBudget);
        List<CaptureSession> sessions = CaptureSessions.running();
        for (CaptureSession session : sessions) {
            if (threshold != null) {
                session.slowThreshold(threshold);
            }
            if (budget != null) {
                session.overheadBudget(budget);
            }
            if (Boolean.TRUE.equals(paused)) {
                session.pause();
            } else if (Boolean.FALSE.equals(paused)) {
                session.resume();
            }
        }
        return status();
    }

    private static Duration threshold(String value) {
        try {
            Duration threshold = DurationStyle.detectAndParse(value);
            if (!threshold.isNegative()) {
                return threshold;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidEndpointRequestException(
                "slowThreshold must be a duration such as 20ms: " + value, "slowThreshold must be such as 20ms");
    }

    private static double budget(String value) {
        try {
            return ProfilerSettings.percent("overheadBudget", value, 1000);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new InvalidEndpointRequestException(message, message);
        }
    }
}
