package dev.sonde.benchmarks.competitor;

import java.io.IOException;
import java.nio.file.Path;

/** Who is measured. Peers are set up as their own documentation says, with what they do by default. */
public enum Competitor {
    RAW("raw driver"),
    SONDE("Sonde"),
    /**
     * Sonde without the governor, which by default gives up details where they would cost the service more than 1 % of
     * its statements' time. On a driver without a database that is nearly all of them.
     */
    SONDE_UNLIMITED("Sonde, nothing shed"),
    /** The same with {@code sonde.detail=summary}: executions are counted and timed, and few of them written. */
    SONDE_SUMMARIES("Sonde, summaries only"),
    P6SPY_EMPTY("p6spy, empty listener"),
    P6SPY_FILE_LOG("p6spy, default file log"),
    DATASOURCE_PROXY("datasource-proxy, listener"),
    OPENTELEMETRY("OpenTelemetry JDBC");

    private final String label;

    Competitor(String label) {
        this.label = label;
    }

    /** Whether it knows units of work, and is measured with them too. */
    public boolean isOurs() {
        return this == SONDE || this == SONDE_UNLIMITED || this == SONDE_SUMMARIES;
    }

    /** Name in reports. */
    public String label() {
        return label;
    }

    /**
     * Begins to observe a database. p6spy keeps its settings in static fields, so only one competitor may be begun in
     * a process.
     *
     * @param url of the raw driver
     * @param folder where it may write files
     */
    public Instrumentation observe(String url, Path folder) throws IOException {
        return switch (this) {
            case RAW -> new RawDriver(url);
            case SONDE -> SondeProfiler.byDefault(url, folder);
            case SONDE_UNLIMITED -> SondeProfiler.unlimited(url, folder);
            case SONDE_SUMMARIES -> SondeProfiler.summaries(url, folder);
            case P6SPY_EMPTY -> P6Spy.withEmptyListener(url, folder);
            case P6SPY_FILE_LOG -> P6Spy.withFileLog(url, folder);
            case DATASOURCE_PROXY -> new DatasourceProxy(url);
            case OPENTELEMETRY -> new OpenTelemetryJdbc(url);
        };
    }
}
