package dev.sonde.analysis.cache;

import dev.sonde.analysis.collect.LongCounts;
import java.util.Arrays;

/**
 * LRU caches of all sizes at once. An LRU cache of size n holds the n keys used last, so that one list in the order of
 * use stands for all sizes (the inclusion property: R. L. Mattson, J. Gecsei, D. R. Slutz, I. L. Traiger, "Evaluation
 * techniques for storage hierarchies", IBM Systems Journal 9(2), 1970). Only a few sizes are asked for here, so instead
 * of a key's distance from the top each one knows its zone, the smallest size that holds it, and the last key of each
 * zone is marked: a use costs one step per size, however long the list is (Y. H. Kim, M. D. Hill, D. A. Wood,
 * "Implementing stack simulation for highly-associative memories", SIGMETRICS 1991).
 *
 * <p>When there are more keys than wanted, half of them are left out, chosen by their hash, and the sizes are halved with
 * them: a random sample of keys behaves like the whole at a size reduced in the same ratio (C. A. Waldspurger, N. Park,
 * A. Garthwaite, I. Ahmad, "Efficient MRC construction with SHARDS", FAST 2015).
 *
 * <p>Keys are numbered from 0 and their links are numbers in arrays: every use changes the links of several keys, and with
 * objects for them the garbage collector would look at all of them each time.
 */
final class LruStack {
    /** No key. */
    static final int NONE = -1;

    private static final int SMALLEST = 16;

    /** Number of a key plus one, by its hash. */
    private LongCounts numbers = new LongCounts();

    private long[] hashes = new long[SMALLEST];
    private int[] newer = new int[SMALLEST];
    private int[] older = new int[SMALLEST];
    private byte[] zones = new byte[SMALLEST];
    private int keys;
    private final long[] sizes;
    private final int[] last;
    private int newest = NONE;
    private int oldest = NONE;
    private int halvings;

    LruStack(CacheGrid grid) {
        sizes = grid.sizes().stream().mapToLong(Long::longValue).toArray();
        last = new int[sizes.length];
        Arrays.fill(last, NONE);
    }

    int keys() {
        return keys;
    }

    /** How many keys of the whole each one kept stands for, as a power of two. */
    int halvings() {
        return halvings;
    }

    /** Whether a key belongs to the sample. */
    boolean samples(long hash) {
        return Long.numberOfTrailingZeros(hash) >= halvings;
    }

    /** The number of a key, {@link #NONE} if it is not here. */
    int find(long hash) {
        return (int) numbers.get(hash) + NONE;
    }

    /** Adds a key that is not here on top; answers its number, the next one. */
    int add(long hash) {
        if (keys == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * keys);
            newer = Arrays.copyOf(newer, 2 * keys);
            older = Arrays.copyOf(older, 2 * keys);
            zones = Arrays.copyOf(zones, 2 * keys);
        }
        int key = keys++;
        hashes[key] = hash;
        numbers.put(hash, keys);
        shift(sizes.length);
        putOnTop(key);
        for (int size = 0; size < sizes.length; size++) {
            if (sizes[size] == keys) {
                last[size] = oldest;
            }
        }
        return key;
    }

    /** Moves a key to the top and answers the index of the smallest size that held it. */
    int use(int key) {
        int zone = zones[key];
        if (key != newest) {
            shift(zone);
            if (zone < sizes.length && last[zone] == key) {
                last[zone] = newer[key];
            }
            unlink(key);
            putOnTop(key);
        }
        return zone;
    }

    /** A key comes on top: the last one of each smaller size falls out of it. */
    private void shift(int zone) {
        for (int size = 0; size < zone; size++) {
            int key = last[size];
            if (key != NONE) {
                zones[key] = (byte) Math.max(zones[key], size + 1);
                last[size] = newer[key];
            }
        }
    }

    /**
     * Leaves half of the keys out. Those that stay are numbered anew.
     *
     * @return their numbers before, by their numbers now, which are not higher
     */
    int[] halve() {
        halvings++;
        int[] before = new int[keys];
        int kept = 0;
        for (int key = 0; key < keys; key++) {
            if (samples(hashes[key])) {
                before[kept++] = key;
            }
        }
        int[] now = new int[keys];
        Arrays.fill(now, NONE);
        numbers = new LongCounts();
        for (int key = 0; key < kept; key++) {
            now[before[key]] = key;
            hashes[key] = hashes[before[key]];
            numbers.put(hashes[key], key + 1);
        }
        relink(now, kept);
        return Arrays.copyOf(before, kept);
    }

    private void relink(int[] now, int kept) {
        int[] links = older;
        int key = newest;
        newer = new int[hashes.length];
        older = new int[hashes.length];
        keys = kept;
        newest = NONE;
        oldest = NONE;
        for (int size = 0; size < sizes.length; size++) {
            sizes[size] = sizes[size] == CacheGrid.UNBOUNDED ? CacheGrid.UNBOUNDED : sizes[size] / 2;
            last[size] = NONE;
        }
        int position = 0;
        for (; key != NONE; key = links[key]) {
            if (now[key] != NONE) {
                append(now[key], ++position);
            }
        }
    }

    /** Puts a key below all others. */
    private void append(int key, int position) {
        newer[key] = oldest;
        older[key] = NONE;
        if (oldest == NONE) {
            newest = key;
        } else {
            older[oldest] = key;
        }
        oldest = key;
        zones[key] = 0;
        for (int size = 0; size < sizes.length; size++) {
            if (sizes[size] < position) {
                zones[key] = (byte) (size + 1);
            } else if (sizes[size] == position) {
                last[size] = key;
            }
        }
    }

    private void putOnTop(int key) {
        int zone = 0;
        while (zone < sizes.length && sizes[zone] < 1) {
            zone++;
        }
        zones[key] = (byte) zone;
        for (int size = 0; size < sizes.length; size++) {
            if (sizes[size] == 1) {
                last[size] = key;
            }
        }
        newer[key] = NONE;
        older[key] = newest;
        if (newest != NONE) {
            newer[newest] = key;
        }
        newest = key;
        if (oldest == NONE) {
            oldest = key;
        }
    }

    private void unlink(int key) {
        if (newer[key] == NONE) {
            newest = older[key];
        } else {
            older[newer[key]] = older[key];
        }
        if (older[key] == NONE) {
            oldest = newer[key];
        } else {
            newer[older[key]] = newer[key];
        }
    }
}
