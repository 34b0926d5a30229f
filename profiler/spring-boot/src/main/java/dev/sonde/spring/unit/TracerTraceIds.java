package dev.sonde.spring.unit;

import dev.sonde.profiler.unit.TraceIds;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Tells the profiler the trace identifier of Micrometer Tracing, if the service has a tracer. */
final class TracerTraceIds {

    private final ObjectProvider<Tracer> tracers;
    private final Supplier<@Nullable String> source = this::current;
    private volatile @Nullable Tracer tracer;

    TracerTraceIds(ObjectProvider<Tracer> tracers) {
        this.tracers = tracers;
    }

    void register() {
        TraceIds.register(source);
    }

    void unregister() {
        TraceIds.unregister(source);
    }

    private @Nullable String current() {
        Tracer known = tracer;
        if (known == null) {
            known = tracers.getIfAvailable(() -> Tracer.NOOP);
            tracer = known;
        }
        TraceContext context = known.currentTraceContext().context();
        return context == null ? null : context.traceId();
    }
}
