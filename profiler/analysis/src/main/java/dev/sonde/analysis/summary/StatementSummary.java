package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One statement of one version of a service, over all its routes.
 *
 * @param statement its text and columns
 * @param calls exact, failed executions included
 * @param routes calls per route, exact
 * @param callSites where it was executed, most frequent first; counts are of sampled sites
 * @param variants binds of a uniform sample of at most 256 executions, most frequent first
 */
public record StatementSummary(
        String service,
        String version,
        Statement statement,
        long calls,
        long errors,
        long rows,
        long totalNanos,
        long maxNanos,
        Latencies latencies,
        SortedMap<String, Long> routes,
        Map<String, Long> sqlStates,
        List<SiteCount> callSites,
        List<Variant> variants) {

    /** A call site and how many executions were seen there. */
    public record SiteCount(CallSite site, long count) {}

    /** Bind hashes per position, null for SQL NULL, and how many executions of the sample had them. */
    public record Variant(List<@Nullable Integer> binds, long calls) {}

    /** 16 hex digits. */
    public String id() {
        return hex(statement.id());
    }

    /** 16 hex digits. */
    public String fingerprint() {
        return hex(statement.fingerprint());
    }

    /** NaN if the statement was never counted. */
    public double meanMillis() {
        return calls == 0 ? Double.NaN : totalNanos / 1e6 / calls;
    }

    /** NaN if the statement was never counted. */
    public double averageRows() {
        return calls == 0 ? Double.NaN : (double) rows / calls;
    }

    /** Innermost frames, most frequent first. */
    public List<String> leafFrames() {
        return callSites.stream()
                .filter(site -> !site.site().frames().isEmpty())
                .map(site -> site.site().frames().get(0))
                .distinct()
                .toList();
    }

    /** The form in which identifiers are shown everywhere. */
    public static String hex(long id) {
        return ContentHash.hex(id);
    }
}
