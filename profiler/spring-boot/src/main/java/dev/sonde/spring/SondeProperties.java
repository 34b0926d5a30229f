package dev.sonde.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything a service can set. An unknown name is refused, so that a misspelt one is noticed.
 *
 * @param enabled Whether the service is profiled. Off unless set, so that production is never profiled by accident.
 * @param folder Folder of the capture files.
 * @param service Name of the service in reports.
 * @param version Version of the service in reports.
 * @param slowThreshold Time from which an execution of a statement counts as slow; whole milliseconds.
 * @param binds What is kept of bind values: keyed hashes, nothing, or a sample of the values that are allowed by name.
 * @param values What the setting binds=values may keep, such as type:bigint or column:orders.status.
 * @param exclude Names of the DataSource beans that are left alone.
 * @param migrations Whether Flyway's own statements are captured too.
 * @param overheadBudget Share of the statements' time that the profiler may take on the service's threads, in per cent.
 * @param folderSize Size of all capture files of the service above which the oldest are deleted.
 * @param fileSize Size at which a capture file is closed and the next one begun.
 * @param ringSize Executions that may wait for the writer thread, a power of two.
 * @param writerLimit Share of one processor that the writer thread may use, in per cent.
 * @param flushInterval Time after which what was captured is in the file; whole milliseconds.
 * @param detail Whether single executions are written, full, or sums of them with a few examples, summary.
 * @param summaryInterval Time after which a summary is written, with detail=summary; whole seconds.
 * @param shipTo Folder or URI that finished capture files are moved to.
 * @param shipTimeout Time after which an attempt to ship a file is given up; whole seconds.
 * @param mdcKeys Keys of SLF4J's MDC that hold a trace identifier.
 * @param units What makes a unit of work.
 * @param meters The Micrometer meters.
 * @param findings The analysis that the actuator endpoint runs.
 * @param live Findings in the log and among the meters while the service runs.
 */
@ConfigurationProperties(value = "sonde", ignoreUnknownFields = false)
public record SondeProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable Path folder,
        @Nullable String service,
        @Nullable String version,
        @DefaultValue("50ms") Duration slowThreshold,
        @DefaultValue("hashed") String binds,
        @DefaultValue List<String> values,
        @DefaultValue List<String> exclude,
        @DefaultValue("false") boolean migrations,
        @DefaultValue("1%") String overheadBudget,
        @DefaultValue("1GB") DataSize folderSize,
        @DefaultValue("64MB") DataSize fileSize,
        @DefaultValue("8192") int ringSize,
        @DefaultValue("25%") String writerLimit,
        @DefaultValue("2s") Duration flushInterval,
        @DefaultValue("full") String detail,
        @DefaultValue("1h") Duration summaryInterval,
        @Nullable String shipTo,
        @DefaultValue("60s") Duration shipTimeout,
        @DefaultValue({"traceId", "trace_id"}) List<String> mdcKeys,
        @DefaultValue Units units,
        @DefaultValue Meters meters,
        @DefaultValue FindingLimits findings,
        @DefaultValue Live live) {

    public SondeProperties {
        exclude = List.copyOf(exclude);
        values = List.copyOf(values);
        mdcKeys = List.copyOf(mdcKeys);
    }

    /**
     * What makes a unit of work, that is, which statements are looked at together.
     *
     * @param web Whether each HTTP request is a unit of work.
     * @param scheduled Whether each run of a scheduled method is a unit of work.
     * @param runners Whether the application and command line runners are together a unit of work.
     * @param messages Whether each message received is a unit of work, where the listener is observed by Micrometer.
     * @param executors Whether task executors take the unit of work along to their threads.
     */
    public record Units(
            @DefaultValue("true") boolean web,
            @DefaultValue("true") boolean scheduled,
            @DefaultValue("true") boolean runners,
            @DefaultValue("true") boolean messages,
            @DefaultValue("true") boolean executors) {}

    /**
     * The Micrometer meters.
     *
     * @param statements Statements with a time series of their own; the first ones seen, all later ones count as other.
     */
    public record Meters(@DefaultValue("100") int statements) {
        public Meters {
            if (statements < 0 || statements > 10_000) {
                throw new IllegalArgumentException(
                        "sonde.meters.statements must be a number from 0 to 10000: " + statements);
            }
        }
    }

    /**
     * The analysis that the actuator endpoint runs, bounded so that asking cannot load the service.
     *
     * @param maxExecutions Executions that one analysis reads in detail, the newest files first.
     * @param maxSize Size of the capture files that one analysis reads, the newest first.
     * @param cache How long an answer is given again before the next analysis.
     */
    public record FindingLimits(
            @DefaultValue("200000") int maxExecutions,
            @DefaultValue("64MB") DataSize maxSize,
            @DefaultValue("10s") Duration cache) {
        public FindingLimits {
            if (maxExecutions < 1) {
                throw new IllegalArgumentException("sonde.findings.max-executions must be positive: " + maxExecutions);
            }
            if (maxSize.toBytes() < 1) {
                throw new IllegalArgumentException("sonde.findings.max-size must be positive: " + maxSize);
            }
            if (cache.isNegative()) {
                throw new IllegalArgumentException("sonde.findings.cache must not be negative: " + cache);
            }
        }
    }

    /**
     * Findings in the log and among the meters while the service runs.
     *
     * @param enabled Whether what is confirmed is said in the log, each fault once.
     * @param interval How often what was recorded is looked at.
     * @param maxPerMinute Findings that are said in a minute; the others follow later.
     */
    public record Live(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("5s") Duration interval,
            @DefaultValue("10") int maxPerMinute) {
        public Live {
            if (interval.toMillis() < 100) {
                throw new IllegalArgumentException("sonde.live.interval must be at least 100ms: " + interval);
            }
            if (maxPerMinute < 1) {
                throw new IllegalArgumentException("sonde.live.max-per-minute must be positive: " + maxPerMinute);
            }
        }
    }
}
