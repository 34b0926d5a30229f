package dev.sonde.profiler.unit;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The only place that knows SLF4J; not loaded if that is not there. */
final class MdcTraceId {

    private MdcTraceId() {}

    static @Nullable String current(String key) {
        return MDC.get(key);
    }
}
