package dev.sonde.cli.history.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A capture file as far as it is in the history.
 *
 * @param bytes of it that are counted
 * @param records of it that are counted, null if it was added within a summary, which does not tell
 * @param first when the first counted execution was
 * @param last when the last one was
 */
public record CountedCapture(long id, long bytes, @Nullable Long records, Instant first, Instant last) {}
