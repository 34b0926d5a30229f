package dev.sonde.cli.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sonde history show} says, in the form of its JSON.
 *
 * @param since counts are from then on; first and last times are of the whole history
 * @param about what was asked for
 * @param seen by service, when it was first and last seen
 * @param releases in the order in which they were first seen
 * @param periods days or hours with counts, in order
 * @param statements the dearest, if not one was asked for
 * @param routes if not one was asked for
 * @param findings about it, newest first
 */
record HistoryPage(
        int schemaVersion,
        Instant since,
        Subject about,
        List<Seen> seen,
        List<ReleaseTrend> releases,
        List<PeriodTrend> periods,
        List<StatementTrend> statements,
        List<RouteTrend> routes,
        List<FindingHistory> findings) {

    static final int SCHEMA_VERSION = 1;

    /**
     * What was asked for.
     *
     * @param kind {@code everything}, {@code statement}, {@code route} or {@code finding}
     */
    record Subject(
            String kind,
            @Nullable String service,
            @Nullable String fingerprint,
            @Nullable String sql,
            @Nullable String route,
            @Nullable String finding) {}

    /** When something was first and last seen in a service, and in which releases. */
    record Seen(String service, Instant first, String firstVersion, Instant last, String lastVersion) {}

    /**
     * How much it was and how long it took. What is not known is not a number.
     *
     * @param executions exact
     * @param roundTripsPerUnit executions in an average unit of work of its routes
     */
    record Load(
            long executions,
            long errors,
            long rows,
            double totalMillis,
            double meanMillis,
            double p95Millis,
            double maxMillis,
            double roundTripsPerUnit) {}

    record ReleaseTrend(String service, String version, Instant first, Instant last, Load load) {}

    /** A day or an hour. */
    record PeriodTrend(String service, Instant starts, int hours, List<String> versions, Load load) {}

    record StatementTrend(
            String service, String fingerprint, String sql, Instant first, String firstVersion, Load load) {}

    record RouteTrend(
            String service,
            String route,
            Instant first,
            String firstVersion,
            long units,
            double unitP95Millis,
            Load load) {}

    /** Whether a finding is in the latest release. */
    enum Status {
        /** Seen in the latest release. */
        OPEN,
        /** Not seen in the latest release, which executed the statement. */
        GONE,
        /** The latest release did not execute the statement. */
        NOT_RUN
    }

    /**
     * A finding over releases.
     *
     * @param id what to ask {@code show} for
     * @param first when it was first seen
     * @param sinceBeginning whether that is the first release of the service in the history: it may be older
     * @param latestVersion the service's latest release
     */
    record FindingHistory(
            String id,
            String rule,
            String kind,
            String verdict,
            String severity,
            String service,
            String fingerprint,
            @Nullable String route,
            @Nullable String loopMethod,
            String message,
            Status status,
            Instant first,
            String firstVersion,
            boolean sinceBeginning,
            Instant last,
            String lastVersion,
            String latestVersion,
            List<FindingRelease> releases) {}

    /**
     * A finding in one release.
     *
     * @param seen whether it was; if not, the counts of it are 0
     * @param statementExecutions of its statement in the counts that the history still has
     */
    record FindingRelease(
            String version,
            boolean seen,
            Instant first,
            Instant last,
            long executions,
            long units,
            long savedRoundTrips,
            long statementExecutions) {}
}
