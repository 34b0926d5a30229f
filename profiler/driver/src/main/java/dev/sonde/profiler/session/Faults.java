package dev.sonde.profiler.session;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What went wrong within the profiler, and not within the service. This class is threadsafe. */
final class Faults {

    private static final Throwable LOGGED = new Throwable("logged", null, false, false) {
        private static final long serialVersionUID = 1L;
    };

    private final LongAdder count = new LongAdder();
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    void add(Throwable problem) {
        count.increment();
        first.compareAndSet(null, problem);
    }

    long count() {
        return count.sum();
    }

    /** Tells the service's log of the first one, once. */
    void log() {
        Throwable problem = first.get();
        if (problem != null && problem != LOGGED && first.compareAndSet(problem, LOGGED)) {
            ServiceLog.faultWithValues("an execution could not be recorded; the service is not affected", problem);
        }
    }
}
