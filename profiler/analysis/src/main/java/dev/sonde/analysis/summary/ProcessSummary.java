package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.ProcessSample;

/**
 * What the process of a session needed. Several sessions may be of one process.
 *
 * @param most the sample of most memory
 */
public record ProcessSummary(long samples, ProcessSample most) {}
