package dev.sonde.profiler.event;

/** Measures short pieces of our own work, less what the clock itself takes. */
final class OwnTime {

    private static final long CLOCK_NANOS = clock();

    private OwnTime() {}

    static long since(long start) {
        return Math.max(0, System.nanoTime() - start - CLOCK_NANOS);
    }

    private static long clock() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 1000; i++) {
            long start = System.nanoTime();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }
}
