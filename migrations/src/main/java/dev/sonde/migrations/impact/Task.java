package dev.sonde.migrations.impact;

/**
 * Work that grows with a table, and its pace: megabytes of the table's file and rows, both from the slowest to the
 * fastest that is assumed. Where they come from: {@code docs/migrations.md}, "How long a statement takes".
 */
public enum Task {
    READ("reads", 100, 2000, 5, 30),
    CHECK_KEYS("looks up the keys of", 50, 1500, 0.5, 8),
    WRITE_ANEW("writes anew", 25, 400, 0.3, 4),
    BUILD_INDEX("builds an index on", 60, 1500, 0.15, 4),
    BUILD_CONCURRENTLY("builds an index beside writers on", 30, 750, 0.1, 2.5);

    private static final double MEGABYTE = 1 << 20;
    private static final double MILLION = 1e6;

    private final String words;
    private final double slowMegabytes;
    private final double fastMegabytes;
    private final double slowMillions;
    private final double fastMillions;

    Task(String words, double slowMegabytes, double fastMegabytes, double slowMillions, double fastMillions) {
        this.words = words;
        this.slowMegabytes = slowMegabytes;
        this.fastMegabytes = fastMegabytes;
        this.slowMillions = slowMillions;
        this.fastMillions = fastMillions;
    }

    /** What it does to a table, to be followed by the table's name. */
    public String words() {
        return words;
    }

    /** The time for a file of that size with that many rows. */
    Seconds seconds(double bytes, double fewestRows, double mostRows) {
        return new Seconds(
                bytes / MEGABYTE / fastMegabytes + fewestRows / MILLION / fastMillions,
                bytes / MEGABYTE / slowMegabytes + mostRows / MILLION / slowMillions);
    }

    /** For example {@code 100 to 2,000 MB/s and 5 to 30 million rows/s}. */
    String pace() {
        return Numbers.rough(slowMegabytes) + " to " + Numbers.rough(fastMegabytes) + " MB/s and "
                + Numbers.rough(slowMillions) + " to " + Numbers.rough(fastMillions) + " million rows/s";
    }
}
