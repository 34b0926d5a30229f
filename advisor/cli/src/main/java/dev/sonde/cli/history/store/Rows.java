package dev.sonde.cli.history.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as they are asked of a history, joined with their names. */
public final class Rows {

    private Rows() {}

    /**
     * What is asked for.
     *
     * @param service null for all
     * @param statement fingerprint, null for all
     * @param route null for all
     */
    public record Subject(
            @Nullable String service,
            @Nullable Long statement,
            @Nullable String route) {}

    /** Counts of a statement on a route in a period. */
    public record CountRow(Release release, Period period, long statement, String route, Counts counts) {}

    /** All calls of a route in a period, whatever the statement. */
    public record RouteRow(Release release, Period period, String route, long calls) {}

    /** Units of work of a route in a period. */
    public record UnitRow(Release release, Period period, String route, UnitCounts counts) {}

    /** When a statement was on a route in a release; older than its oldest counts once they are pruned. */
    public record SeriesRow(Release release, long statement, String route, Instant first, Instant last) {}

    /** A release, when it was seen and what is known of it. */
    public record ReleaseRow(
            Release release,
            Instant first,
            Instant last,
            long statements,
            long routes,
            long findings,
            long executions) {}

    /** A finding and the releases in which it was seen. */
    public record FindingRow(
            long id,
            String service,
            String rule,
            String kind,
            long statement,
            String route,
            String loopMethod,
            List<SightingRow> sightings) {}

    /** A finding in one release; verdict and severity are the ordinals of their enums. */
    public record SightingRow(
            String version,
            long identity,
            Instant first,
            Instant last,
            int verdict,
            int severity,
            long executions,
            long units,
            long savedRoundTrips,
            String message) {}
}
