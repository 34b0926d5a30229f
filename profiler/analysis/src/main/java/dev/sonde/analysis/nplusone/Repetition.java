package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.List;
import java.util.Set;

/**
 * Executions of one fingerprint, or of one access path, in one unit of work from one loop, in their order.
 *
 * @param traits of the statement that was executed first
 * @param varying positions whose values are not all the same
 * @param distinct values of the varying positions
 */
record Repetition(
        Kind kind,
        StatementTraits traits,
        List<Execution> executions,
        Set<Integer> varying,
        int distinct,
        Provenance provenance,
        Frames frames) {

    int count() {
        return executions.size();
    }

    long fingerprint() {
        return traits.fingerprint();
    }

    long first() {
        return executions.get(0).sequence();
    }

    long last() {
        return executions.get(executions.size() - 1).sequence();
    }

    boolean interleaves(Repetition other) {
        return first() < other.last() && other.first() < last();
    }

    boolean readsSingleRows() {
        return executions.stream().allMatch(execution -> execution.rows() >= 0 && execution.rows() <= 1);
    }

    /** Whether all ran in one transaction of one connection. */
    boolean isOneTransaction() {
        Execution first = executions.get(0);
        return executions.stream()
                .allMatch(execution ->
                        execution.transaction() == first.transaction() && execution.backendPid() == first.backendPid());
    }

    Repetition as(Kind other) {
        return new Repetition(other, traits, executions, varying, distinct, provenance, frames);
    }

    /** Round trips less if keys, rows or numbers are asked for by the batch. */
    long savedRoundTrips() {
        long count = count();
        return switch (kind) {
            case KEYED_LOOP, WRITE_LOOP, IDENTITY_LOOP, CASCADE_LOOP, UNDER_BATCHED -> count - batches(count, 256);
            case SEQUENCE_LOOP -> count - batches(count, 50);
            case TREE_WALK, DUPLICATE_READ -> count - 1;
            case RE_READ, PAGING_OFFSET, PAGING_KEYSET, CHUNKED, POLLING, RETRY, COLD_CACHE, FIXED_FAN_OUT -> 0;
        };
    }

    private static long batches(long count, int size) {
        return (count + size - 1) / size;
    }
}
