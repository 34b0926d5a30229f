package dev.sonde.sample.agents.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies from the intended start of each request. A request that was never started, or not answered when the run
 * was given up, counts with the time it had waited by then, which is a lower bound. This class is threadsafe.
 */
final class Recording {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(30);

    private final Map<String, Histogram> routes = new TreeMap<>();
    private final Histogram all = histogram();
    private long errors;
    private long unserved;
    private long lastAnswer;

    synchronized void answered(String route, long latencyNanos, boolean failed, long now) {
        record(route, latencyNanos);
        errors += failed ? 1 : 0;
        lastAnswer = Math.max(lastAnswer, now);
    }

    synchronized void unserved(String route, long waitedNanos) {
        record(route, waitedNanos);
        unserved++;
    }

    /** The figures, in the shape of the JSON file. */
    synchronized Map<String, Object> summary(double rate, long start, Duration duration) {
        long requests = all.getTotalCount();
        double seconds = Math.max(duration.toNanos(), lastAnswer - start) / 1e9;
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate", rate);
        summary.put("achievedRate", rounded((requests - unserved - errors) / seconds));
        summary.put("requests", requests);
        summary.put("errors", errors);
        summary.put("unserved", unserved);
        summary.put("meanMs", rounded(all.getMean() / 1000));
        putPercentiles(summary, all);
        summary.put("maxMs", rounded(all.getMaxValue() / 1000.0));
        summary.put("durationSeconds", rounded(duration.toNanos() / 1e9));
        summary.put("routes", routes.entrySet().stream().map(Recording::route).toList());
        return summary;
    }

    private static Map<String, Object> route(Map.Entry<String, Histogram> entry) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("route", entry.getKey());
        route.put("requests", entry.getValue().getTotalCount());
        route.put("meanMs", rounded(entry.getValue().getMean() / 1000));
        putPercentiles(route, entry.getValue());
        return route;
    }

    private static void putPercentiles(Map<String, Object> figures, Histogram histogram) {
        for (int percentile : List.of(50, 95, 99)) {
            figures.put("p" + percentile + "Ms", rounded(histogram.getValueAtPercentile(percentile) / 1000.0));
        }
    }

    private void record(String route, long nanos) {
        long micros = Math.min(LONGEST_MICROS, Math.max(0, nanos / 1000));
        all.recordValue(micros);
        routes.computeIfAbsent(route, name -> histogram()).recordValue(micros);
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, 3);
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
