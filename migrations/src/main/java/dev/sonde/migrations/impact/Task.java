package dev.sonde.migrations.impact;

/**
 * Work that grows with a table, and its pace: megabytes of the table's file and rows, both from the slowest to the
 * fastest that is assumed. Where they come from: {@code docs/migrations.md}, "How long a statement takes".
 */
public enum Task {
    READ("reads", "reading", 100, 10000, 10, 60),
    CHECK_KEYS("looks up the keys of", "looking up keys", 100, 3000, 0.5, 4),
    WRITE_ANEW("writes anew", "writing anew", 40, 1000, 0.25, 5),
    BUILD_INDEX("builds an index on", "building an index", 100, 10000, 0.3, 7),
    BUILD_CONCURRENTLY("builds beside writers an index on", "building one beside writers", 50, 5000, 0.25, 4),
    /** BRIN. */
    SUMMARISE("summarises in an index", "summarising", 100, 10000, 5, 15);

    private static final double MEGABYTE = 1 << 20;
    private static final double MILLION = 1e6;

    private final String words;
    private final String name;
    private final double slowMegabytes;
    private final double fastMegabytes;
    private final double slowMillions;
    private final double fastMillions;

    Task(
            String words,
            String name,
            double slowMegabytes,
            double fastMegabytes,
            double slowMillions,
            double fastMillions) {
        this.words = words;
        this.name = name;
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

    /** For example {@code reading at 100 to 10,000 MB/s and 10 to 60 million rows/s}. */
    String pace() {
        return name + " at " + Numbers.rough(slowMegabytes) + " to " + Numbers.rough(fastMegabytes) + " MB/s and "
                + Numbers.rough(slowMillions) + " to " + Numbers.rough(fastMillions) + " million rows/s";
    }
}
