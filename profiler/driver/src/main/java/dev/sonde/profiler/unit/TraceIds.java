package dev.sonde.profiler.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trace identifier of the current thread: from a registered source (Micrometer Tracing's tracer, through the Spring
 * Boot starter), from OpenTelemetry's API, or from SLF4J's MDC, whichever of them is on the class path. Executions of
 * one trace that have no unit of their own make up a unit, on whatever threads they run. This class is threadsafe.
 *
 * <p>Asked for once per execution without a {@link dev.sonde.profiler.UnitOfWork}, on the service's thread: a
 * thread-local read or two, no allocation.
 */
public final class TraceIds {

    private static final List<Supplier<@Nullable String>> REGISTERED = new CopyOnWriteArrayList<>();

    private final List<Supplier<@Nullable String>> sources;

    private TraceIds(List<Supplier<@Nullable String>> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Adds a source that is asked before all others; what it throws counts as no identifier. */
    public static void register(Supplier<@Nullable String> source) {
        REGISTERED.add(source);
    }

    /** Takes a source away, so that nothing of an undeployed application is held. */
    public static void unregister(Supplier<@Nullable String> source) {
        REGISTERED.remove(source);
    }

    /**
     * What the class path offers.
     *
     * @param mdcKeys keys of the MDC that hold a trace identifier, the first one that is set counts
     */
    public static TraceIds available(List<String> mdcKeys) {
        List<Supplier<@Nullable String>> sources = new ArrayList<>();
        if (isPresent("io.opentelemetry.api.trace.Span")) {
            sources.add(OpenTelemetryTraceId::current);
        }
        if (isPresent("org.slf4j.MDC")) {
            mdcKeys.forEach(key -> sources.add(() -> MdcTraceId.current(key)));
        }
        return new TraceIds(sources);
    }

    /** The identifier, or null if the thread does not work for a trace. */
    public @Nullable String current() {
        if (!REGISTERED.isEmpty()) {
            String id = first(REGISTERED);
            if (id != null) {
                return id;
            }
        }
        return sources.isEmpty() ? null : first(sources);
    }

    private static @Nullable String first(List<Supplier<@Nullable String>> sources) {
        for (int i = 0; i < sources.size(); i++) {
            try {
                String id = sources.get(i).get();
                if (id != null && !id.isEmpty()) {
                    return id;
                }
            } catch (RuntimeException | LinkageError e) {
                // a tracer that is shutting down, or another version of the API: no identifier
            }
        }
        return null;
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, TraceIds.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
