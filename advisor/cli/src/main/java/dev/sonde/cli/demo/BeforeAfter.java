package dev.sonde.cli.demo;

import java.util.Locale;
import java.util.function.Consumer;

/** The table of the performance plan: each figure before and after, against its target. */
record BeforeAfter(Side before, Side after) {

    /**
     * One measurement.
     *
     * @param averageStatementMillis mean over all executions of the capture
     * @param peakMemory of the service's process, bytes
     */
    record Side(LoadResult load, double averageStatementMillis, long peakMemory) {}

    void print(Consumer<String> line) {
        line.accept(String.format(Locale.ROOT, "%-28s %12s %14s %14s   %s", "", "target", "before", "after", "met"));
        row(
                line,
                "average statement, ms",
                "< 50",
                before.averageStatementMillis,
                after.averageStatementMillis,
                50,
                true);
        row(line, "requests P50, ms", "", before.load.p50Ms(), after.load.p50Ms(), Double.NaN, true);
        row(line, "requests P95, ms", "< 200", before.load.p95Ms(), after.load.p95Ms(), 200, true);
        row(line, "requests P99, ms", "< 500", before.load.p99Ms(), after.load.p99Ms(), 500, true);
        row(
                line,
                "achieved rate, requests/s",
                ">= 500",
                before.load.achievedRate(),
                after.load.achievedRate(),
                495,
                false);
        row(line, "failed or unserved requests", "", lost(before), lost(after), Double.NaN, true);
        row(line, "peak memory of service, MB", "< 1024", megabytes(before), megabytes(after), 1024, true);
        line.accept(
                "Latencies count from the moment a request was due, so time in a queue is not hidden. The arrival rate"
                        + " is fixed;");
        line.accept("an achieved rate within 1 % of it counts as met.");
    }

    private static void row(
            Consumer<String> line,
            String name,
            String target,
            double before,
            double after,
            double limit,
            boolean below) {
        String met = Double.isNaN(limit) ? "" : (below ? after < limit : after >= limit) ? "yes" : "NO";
        line.accept(String.format(
                Locale.ROOT, "%-28s %12s %14s %14s   %s", name, target, figure(before), figure(after), met));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static double lost(Side side) {
        return side.load.errors() + side.load.unserved();
    }

    private static double megabytes(Side side) {
        return side.peakMemory / 1048576.0;
    }
}
