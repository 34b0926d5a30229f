package dev.sonde.engine.workload;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the workload.
 *
 * @param id statement identifier, 16 hex digits
 * @param fingerprint 16 hex digits; statements of one fingerprint are reported together
 * @param sql the text with parameters {@code $1…$n}
 * @param literalPositions parameters that are literals in the service's text, so that a partial index may rely on them
 * @param bindTypes {@code java.sql.Types} code per parameter, 0 where unknown; may be shorter
 * @param calls executions in the capture
 * @param averageRows rows read per execution, NaN if not known
 * @param averageMillis measured execute and fetch time per execution, NaN if not known
 * @param callSites innermost frames of the service, most frequent first
 * @param variants what was bound, by hash, most frequent first; empty if the capture holds no binds
 */
public record WorkloadStatement(
        String id,
        String fingerprint,
        String sql,
        Set<Integer> literalPositions,
        List<Integer> bindTypes,
        long calls,
        double averageRows,
        double averageMillis,
        List<String> callSites,
        List<Variant> variants) {

    /**
     * Bind hashes of one position vector and how often it was seen.
     *
     * @param binds per position the 32-bit hash, null for SQL NULL
     */
    public record Variant(List<@Nullable Integer> binds, long calls) {}

    public WorkloadStatement {
        literalPositions = Set.copyOf(literalPositions);
        bindTypes = List.copyOf(bindTypes);
        callSites = List.copyOf(callSites);
        variants = List.copyOf(variants);
    }
}
