package dev.sonde.analysis.cache;

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

    private static final int SMALLEST = 16;

    private final CacheGrid grid;
    private final KeyCount all;
    private final long[] timesToLive;
    private final LruStack stack;
    /** Of each key in turns: when it was loaded first, and the last unit that read it. */
    private long[] facts = new long[2 * SMALLEST];
    /** Of each key where in {@link #loads} its own begin, {@link LruStack#NONE} until it is used for a second time. */
    private int[] loadsAt = new int[SMALLEST];
    /** When a key was loaded last, per cache without and then with eviction. */
    private long[] loads = {};

    private int loadsEnd;
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
        keep(stack.halve());
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
        int known = stack.find(key);
        if (known == LruStack.NONE) {
            add(key, time, unit);
            return;
        }
        int fact = 2 * known;
        if (unit != 0 && facts[fact + 1] == unit) {
            tally.repeatsInUnit += weight;
            tally.repeatNanosInUnit += weight * nanos;
        }
        facts[fact + 1] = unit;
        again(loadsOf(known), stack.use(known), time, lastWrite, weight, nanos);
    }

    private void add(long key, long time, long unit) {
        int added = stack.add(key);
        if (added == loadsAt.length) {
            loadsAt = Arrays.copyOf(loadsAt, 2 * added);
            facts = Arrays.copyOf(facts, 4 * added);
        }
        facts[2 * added] = time;
        facts[2 * added + 1] = unit;
        loadsAt[added] = LruStack.NONE;
        all.keys++;
        if (stack.keys() > MAX_KEYS) {
            halve();
        }
    }

    private int loadsOf(int key) {
        int at = loadsAt[key];
        if (at == LruStack.NONE) {
            at = loadsEnd;
            loadsEnd += 2 * grid.cells();
            if (loadsEnd > loads.length) {
                loads = Arrays.copyOf(loads, Math.max(loadsEnd, loads.length + loads.length / 2));
            }
            Arrays.fill(loads, at, loadsEnd, facts[2 * key]);
            loadsAt[key] = at;
        }
        return at;
    }

    /** @param before numbers that the keys had, ascending */
    private void keep(int[] before) {
        long[] all = loads;
        int width = 2 * grid.cells();
        loads = new long[loadsEnd];
        loadsEnd = 0;
        for (int key = 0; key < before.length; key++) {
            int from = before[key];
            facts[2 * key] = facts[2 * from];
            facts[2 * key + 1] = facts[2 * from + 1];
            int at = loadsAt[from];
            loadsAt[key] = at;
            if (at != LruStack.NONE) {
                System.arraycopy(all, at, loads, loadsEnd, width);
                loadsAt[key] = loadsEnd;
                loadsEnd += width;
            }
        }
    }

    private void again(int at, int zone, long time, long lastWrite, long weight, long nanos) {
        int cells = grid.cells();
        // The order of use is the same in all caches, so that those smaller than the key's zone have just lost it
        int lost = Math.min(cells, zone * timesToLive.length);
        Arrays.fill(loads, at, at + lost, time);
        Arrays.fill(loads, at + cells, at + cells + lost, time);
        long weighted = weight * nanos;
        for (int cell = lost; cell < cells; ) {
            for (long timeToLive : timesToLive) {
                Tally.Cell figures = tally.cells[cell];
                int keeping = at + cell;
                if (time - loads[keeping] < timeToLive) {
                    figures.hits += weight;
                    figures.hitNanos += weighted;
                    figures.stale += lastWrite > loads[keeping] ? weight : 0;
                } else {
                    loads[keeping] = time;
                }
                int evicting = at + cells + cell;
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
