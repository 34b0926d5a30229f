package dev.sonde.cli.history.store;

import dev.sonde.analysis.summary.WorkloadSummary;
import java.time.Instant;

/**
 * What was captured in one period.
 *
 * @param first when the first counted execution was
 * @param last when the last one was
 */
public record WorkloadPart(Period period, Instant first, Instant last, WorkloadSummary summary) {}
