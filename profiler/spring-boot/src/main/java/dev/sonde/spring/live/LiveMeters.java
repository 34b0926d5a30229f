package dev.sonde.spring.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;

/** Binds the counts of findings. */
final class LiveMeters implements MeterBinder {

    private final FindingCounts counts;
    private final LiveFindings live;

    LiveMeters(FindingCounts counts, LiveFindings live) {
        this.counts = counts;
        this.live = live;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counts.forEachNowAndLater((key, count) -> FunctionCounter.builder("sonde.findings", count, AtomicLong::get)
                .description("Faults confirmed while the service ran, each counted once")
                .tag("rule", key.rule())
                .tag("kind", key.kind())
                .register(registry));
        FunctionCounter.builder("sonde.live.lost", live, LiveFindings::lost)
                .description("Records that the live mode did not look at because they came too fast")
                .register(registry);
    }
}
