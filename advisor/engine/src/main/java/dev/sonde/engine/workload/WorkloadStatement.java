package dev.sonde.engine.workload;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param samples what was bound, by value; empty if the capture holds no values
 * @param callsPerConnection executions on one physical connection, NaN if not known
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
        List<Variant> variants,
        List<Sample> samples,
        double callsPerConnection) {

    /**
     * Bind hashes of one position vector and how often it was seen.
     *
     * @param binds per position the 32-bit hash, null for SQL NULL
     */
    public record Variant(List<@Nullable Integer> binds, long calls) {}

    /**
     * Values of one execution.
     *
     * @param values by position, as the server's input function reads them, null for SQL NULL; a position that is
     *     missing is not known
     * @param weight how many executions it stands for
     * @param millis measured execute and fetch time, NaN if not known
     */
    public record Sample(SortedMap<Integer, @Nullable String> values, double weight, double millis) {
        public Sample {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        /** Values of an execution that stands for itself. */
        public static Sample of(Map<Integer, @Nullable String> values) {
            return new Sample(new TreeMap<>(values), 1, Double.NaN);
        }
    }

    public WorkloadStatement {
        literalPositions = Set.copyOf(literalPositions);
        bindTypes = List.copyOf(bindTypes);
        callSites = List.copyOf(callSites);
        variants = List.copyOf(variants);
        samples = List.copyOf(samples);
    }

    /** A statement of which neither values nor connections are known. */
    public WorkloadStatement(
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
        this(
                id,
                fingerprint,
                sql,
                literalPositions,
                bindTypes,
                calls,
                averageRows,
                averageMillis,
                callSites,
                variants,
                List.of(),
                Double.NaN);
    }

    /** The same with its literals in the text, so that nothing is bound. */
    public WorkloadStatement written(String text) {
        return new WorkloadStatement(
                id,
                fingerprint,
                text,
                Set.of(),
                List.of(),
                calls,
                averageRows,
                averageMillis,
                callSites,
                List.of(),
                List.of(),
                callsPerConnection);
    }

    /** The same with other samples and executions per connection. */
    public WorkloadStatement with(List<Sample> otherSamples, double otherCallsPerConnection) {
        return new WorkloadStatement(
                id,
                fingerprint,
                sql,
                literalPositions,
                bindTypes,
                calls,
                averageRows,
                averageMillis,
                callSites,
                variants,
                otherSamples,
                otherCallsPerConnection);
    }

    /** Measured time of all executions, 0 if it was not measured. */
    public double totalMillis() {
        return Double.isNaN(averageMillis) ? 0 : averageMillis * calls;
    }
}
