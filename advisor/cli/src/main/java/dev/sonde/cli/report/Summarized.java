package dev.sonde.cli.report;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.cli.output.Figures;
import java.util.Optional;

/** Executions of services that write summaries, of which most details were not wanted, which is no loss. */
final class Summarized {

    /** Reason in records of drops, and level of what is recorded. */
    static final String SUMMARY = "summary";

    private Summarized() {}

    /** Those without details. */
    static long executions(WorkloadSummary summary) {
        return summary.drops().stream()
                .filter(drops -> drops.reason().equals(SUMMARY))
                .mapToLong(Drops::executions)
                .sum();
    }

    /** What cannot be said of them, if there are any. */
    static Optional<String> sentence(WorkloadSummary summary) {
        long executions = executions(summary);
        return executions == 0
                ? Optional.empty()
                : Optional.of(Figures.counted(executions, "execution")
                        + " of services that write summaries (sonde.detail=summary): exact in counts, times and slow statements,"
                        + " but N+1 loops, duplicate and cacheable reads, units of work and the timeline need every execution."
                        + " Capture one instance with sonde.detail=full for them.");
    }
}
