package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of one execution matters inside its unit of work. */
public record Occurrence(
        long sequence,
        long statement,
        List<@Nullable Integer> binds,
        long rows,
        int batchSize,
        String sqlState,
        long callSite,
        @Nullable Link link) {
    static Occurrence of(Execution execution) {
        return new Occurrence(
                execution.sequence(),
                execution.statement(),
                execution.binds(),
                execution.rows(),
                execution.batchSize(),
                execution.sqlState(),
                execution.callSite(),
                execution.link());
    }

    public boolean failed() {
        return !sqlState.isEmpty();
    }
}
