package dev.sonde.cli.importing;

import dev.sonde.capture.CaptureRecord;
import java.util.Optional;

/** Where an imported capture comes from, and what its source does not tell. */
public enum ImportSource {
    SQL("sql", "plain SQL has no times, no rows, no order and no units of work", "values"),
    PG_LOG("pg-log", "a server log does not say which executions belong to one unit of work", "hashed"),
    PG_STAT_STATEMENTS(
            "pg-stat-statements",
            "pg_stat_statements keeps sums: no single executions, no values, no units of work; percentiles are"
                    + " estimates from count, mean, shortest and longest time",
            "hashed"),
    P6SPY("p6spy", "p6spy's log has no rows and no units of work, and its times are whole milliseconds", "hashed");

    private static final String MARK = "import/";

    private final String option;
    private final String unknown;
    private final String usualBinds;

    ImportSource(String option, String unknown, String usualBinds) {
        this.option = option;
        this.unknown = unknown;
        this.usualBinds = usualBinds;
    }

    /** The source of a session; empty if the profiler recorded it. */
    public static Optional<ImportSource> of(CaptureRecord.Session session) {
        for (ImportSource source : values()) {
            if (session.profilerVersion().startsWith(MARK + source.option + " ")) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    /** What {@code Session.profilerVersion} says, so that {@link #of} finds it. */
    String profilerVersion(String sondeVersion) {
        return MARK + option + " " + sondeVersion;
    }

    /** {@code --from}. */
    public String option() {
        return option;
    }

    /** What cannot be known of it, in words. */
    public String unknown() {
        return unknown;
    }

    /** {@code hashed} or {@code values}: only whoever wrote a script has decided to hand its values on. */
    String usualBinds() {
        return usualBinds;
    }

    @Override
    public String toString() {
        return option;
    }
}
