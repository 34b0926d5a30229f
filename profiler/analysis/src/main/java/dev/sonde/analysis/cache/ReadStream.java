package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.LruStack.Node;
import java.util.Arrays;

/**
 * The reads of one statement in one session, played against every cache of the grid, each in two ways: entries live
 * until they expire, or a captured write to a table of the statement evicts them as well. An expired or evicted entry
 * keeps its place until it is loaded again, as in a cache that looks at an entry's age when it is asked for it; the order
 * of use is then the same in all caches of the grid, and a hit in one of them is a matter of three comparisons.
 */
final class ReadStream {
    /** Keys of one statement above which it is sampled. */
    static final int MAX_KEYS = 1 << 15;

    private final CacheGrid grid;
    private final KeyCount all;
    private final long[] timesToLive;
    private final LruStack stack;
    final Tally tally;

    /**
     * A stream without reads.
     *
     * @param all counts the keys of this and of other streams
     */
    ReadStream(CacheGrid grid, KeyCount all) {
        this.grid = grid;
        this.all = all;
        timesToLive = grid.timesToLive().stream()
                .mapToLong(ttl -> ttl.toNanos() / 1_000)
                .toArray();
        stack = new LruStack(grid);
        tally = new Tally(grid.cells());
    }

    int keys() {
        return stack.keys();
    }

    /** Leaves half of the keys out. */
    void halve() {
        all.keys -= stack.keys();
        stack.halve();
        all.keys += stack.keys();
        tally.estimated = true;
    }

    /**
     * One execution.
     *
     * @param time in microseconds, not before that of the execution before
     * @param lastWrite when a table of the statement was last written before {@code time}, {@link Long#MIN_VALUE} if never
     */
    void read(long key, long time, long lastWrite, long unit, long nanos, long rows) {
        tally.reads++;
        tally.nanos += nanos;
        tally.rows += Math.max(0, rows);
        if (!stack.samples(key)) {
            return;
        }
        long weight = 1L << stack.halvings();
        tally.sampledReads += weight;
        tally.sampledNanos += weight * nanos;
        Node node = stack.find(key);
        if (node == null) {
            node = stack.add(key, time);
            all.keys++;
            if (stack.keys() > MAX_KEYS) {
                halve();
            }
        } else {
            if (unit != 0 && node.lastUnit == unit) {
                tally.repeatsInUnit += weight;
                tally.repeatNanosInUnit += weight * nanos;
            }
            again(node, stack.use(node), time, lastWrite, weight, nanos);
        }
        node.lastUnit = unit;
    }

    private void again(Node node, int zone, long time, long lastWrite, long weight, long nanos) {
        int cells = grid.cells();
        long[] loads = node.loads;
        if (loads == null) {
            loads = new long[2 * cells];
            Arrays.fill(loads, node.firstLoad);
            node.loads = loads;
        }
        // The order of use is the same in all caches, so that those smaller than the key's zone have just lost it
        int lost = Math.min(cells, zone * timesToLive.length);
        Arrays.fill(loads, 0, lost, time);
        Arrays.fill(loads, cells, cells + lost, time);
        long weighted = weight * nanos;
        for (int cell = lost; cell < cells; ) {
            for (long timeToLive : timesToLive) {
                Tally.Cell figures = tally.cells[cell];
                if (time - loads[cell] < timeToLive) {
                    figures.hits += weight;
                    figures.hitNanos += weighted;
                    figures.stale += lastWrite > loads[cell] ? weight : 0;
                } else {
                    loads[cell] = time;
                }
                int evicting = cells + cell;
                if (time - loads[evicting] < timeToLive && lastWrite <= loads[evicting]) {
                    figures.evictingHits += weight;
                    figures.evictingNanos += weighted;
                } else {
                    loads[evicting] = time;
                }
                cell++;
            }
        }
    }

    /** The counts so far. */
    Tally result() {
        tally.keys = (long) stack.keys() << stack.halvings();
        return tally;
    }
}
