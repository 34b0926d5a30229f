package dev.sonde.profiler.otel;

import dev.sonde.profiler.meter.Sessions;
import dev.sonde.profiler.meter.Sums;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.CaptureStatus;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The counts of all captures of this class loader as OpenTelemetry metrics, under the names that the Spring Boot starter's
 * meters have. Asked for when they are exported; nothing is done on the service's threads. This class is threadsafe.
 */
public final class SondeOpenTelemetry implements AutoCloseable {

    private static final int MAX_STATEMENTS = 100;
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");

    /** In seconds, for whoever exports histograms with fixed limits. */
    private static final List<Double> LIMITS =
            List.of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private final Meter meter;
    private final Sessions sessions = new Sessions();
    private final List<ObservableMeasurement> measurements = new ArrayList<>();
    private final List<LongCount> longs = new ArrayList<>();
    private final List<DoubleCount> doubles = new ArrayList<>();
    private final ObservableLongMeasurement drops;
    private final ObservableLongMeasurement states;
    private final StatementTimes times;
    private final BatchCallback callback;

    private record LongCount(ObservableLongMeasurement meter, ToLongFunction<Sums> value) {}

    private record DoubleCount(ObservableDoubleMeasurement meter, ToDoubleFunction<Sums> value) {}

    private SondeOpenTelemetry(OpenTelemetry openTelemetry, int maxStatements) {
        this.meter = openTelemetry.getMeter("dev.sonde.profiler");
        this.times = new StatementTimes(
                meter.histogramBuilder("sonde.statements")
                        .setDescription("Executions of a statement and their time, results fetched")
                        .setUnit("s")
                        .setExplicitBucketBoundariesAdvice(LIMITS)
                        .build(),
                maxStatements);
        count("sonde.statements.slow", "{execution}", "Executions at or above the slow threshold", sums -> sums.slow);
        count("sonde.statement.errors", "{execution}", "Executions that failed", sums -> sums.errors);
        count("sonde.n.plus.one", "{execution}", "Round trips of N+1 patterns", sums -> sums.repeatedChildren);
        count("sonde.faults", "{execution}", "Executions lost by a fault of the profiler", sums -> sums.faults);
        count("sonde.written", "By", "Size of the capture files written", sums -> sums.bytesWritten);
        count("sonde.shipped", "{file}", "Capture files shipped", sums -> sums.shipped);
        count("sonde.ship.failures", "{attempt}", "Attempts to ship a file that failed", sums -> sums.shipFailures);
        count("sonde.ship.deleted", "{file}", "Files deleted before they were shipped", sums -> sums.shipDeleted);
        seconds("sonde.caller", "Time the profiler took on the service's threads", sums -> sums.callerNanos);
        seconds("sonde.writer.cpu", "Processor time of the profiler's writer thread", sums -> sums.writerNanos);
        ObservableDoubleMeasurement overhead = meter.gaugeBuilder("sonde.overhead")
                .setDescription("Time the profiler took on the service's threads, as a share of the statements' time")
                .setUnit("1")
                .buildObserver();
        measurements.add(overhead);
        doubles.add(new DoubleCount(
                overhead, sums -> sums.statementNanos == 0 ? 0 : (double) sums.callerNanos / sums.statementNanos));
        this.drops = meter.counterBuilder("sonde.drops")
                .setDescription("Executions that were counted, but whose details were lost or not wanted")
                .setUnit("{execution}")
                .buildObserver();
        this.states = meter.upDownCounterBuilder("sonde.state")
                .setDescription("Captures in this state; all but full mean that details are left out")
                .setUnit("{capture}")
                .buildObserver();
        measurements.add(states);
        this.callback = meter.batchCallback(this::observe, drops, measurements.toArray(ObservableMeasurement[]::new));
    }

    /** Registers the metrics, with time series of their own for the first 100 statements. */
    public static SondeOpenTelemetry register(OpenTelemetry openTelemetry) {
        return register(openTelemetry, MAX_STATEMENTS);
    }

    /**
     * As {@link #register(OpenTelemetry)}.
     *
     * @param maxStatements statements with time series of their own, all others are {@code other}
     */
    public static SondeOpenTelemetry register(OpenTelemetry openTelemetry, int maxStatements) {
        if (maxStatements < 0) {
            throw new IllegalArgumentException("maxStatements must not be negative: " + maxStatements);
        }
        SondeOpenTelemetry registered = new SondeOpenTelemetry(openTelemetry, maxStatements);
        CaptureSessions.addListener(registered.times);
        return registered;
    }

    /** Ends it: to be called when a web application is undeployed. */
    @Override
    public void close() {
        CaptureSessions.removeListener(times);
        callback.close();
    }

    private void count(String name, String unit, String description, ToLongFunction<Sums> value) {
        ObservableLongMeasurement count = meter.counterBuilder(name)
                .setDescription(description)
                .setUnit(unit)
                .buildObserver();
        measurements.add(count);
        longs.add(new LongCount(count, value));
    }

    private void seconds(String name, String description, ToLongFunction<Sums> nanos) {
        ObservableDoubleMeasurement seconds = meter.counterBuilder(name)
                .ofDoubles()
                .setDescription(description)
                .setUnit("s")
                .buildObserver();
        measurements.add(seconds);
        doubles.add(new DoubleCount(seconds, sums -> nanos.applyAsLong(sums) / 1e9));
    }

    private synchronized void observe() {
        Sums sums = sessions.sums();
        longs.forEach(count -> count.meter().record(count.value().applyAsLong(sums)));
        doubles.forEach(count -> count.meter().record(count.value().applyAsDouble(sums)));
        sums.drops.forEach((reason, executions) -> drops.record(executions, Attributes.of(REASON, reason)));
        Map<String, Long> counted = new TreeMap<>();
        for (CaptureStatus status : sessions.running()) {
            counted.merge(status.state(), 1L, Long::sum);
        }
        counted.forEach((state, captures) -> states.record(captures, Attributes.of(STATE, state)));
    }
}
