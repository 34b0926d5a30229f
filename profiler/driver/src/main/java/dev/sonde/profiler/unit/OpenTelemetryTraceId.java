package dev.sonde.profiler.unit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The only place that knows OpenTelemetry's API; not loaded if that is not there. */
final class OpenTelemetryTraceId {

    private OpenTelemetryTraceId() {}

    static @Nullable String current() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid() ? context.getTraceId() : null;
    }
}
