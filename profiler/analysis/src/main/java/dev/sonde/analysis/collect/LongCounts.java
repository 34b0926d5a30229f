package dev.sonde.analysis.collect;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A number by number, in an open table of 16 bytes an entry and a third to two thirds of room; what was never put is 0. Not
 * threadsafe.
 */
public final class LongCounts {
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private long[] counts = new long[SMALLEST];
    private int size;

    /** Gets each entry. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long key, long count);
    }

    public long get(long key) {
        return counts[slot(key)];
    }

    /** Adds to the number of this key; nothing is kept of a sum of 0. */
    public void add(long key, long amount) {
        put(key, get(key) + amount);
    }

    /** Replaces the number of this key. It may become 0 only if there was none. */
    public void put(long key, long count) {
        int slot = slot(key);
        if (counts[slot] == 0) {
            if (count == 0) {
                return;
            }
            if (3 * (size + 1) > 2 * keys.length) {
                resize(2 * keys.length);
                slot = slot(key);
            }
            size++;
        } else if (count == 0) {
            throw new IllegalArgumentException("an entry cannot be taken out: " + key);
        }
        keys[slot] = key;
        counts[slot] = count;
    }

    public int size() {
        return size;
    }

    /** All entries, as a map of its own. */
    public SortedMap<Long, Long> toMap() {
        SortedMap<Long, Long> map = new TreeMap<>();
        forEach(map::put);
        return map;
    }

    /** In no order that may be shown. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                visitor.visit(keys[i], counts[i]);
            }
        }
    }

    /** Takes out the smaller half of the entries; which of equal ones is not said. */
    public void halve() {
        long[] sorted = new long[size];
        int[] filled = new int[1];
        forEach((key, count) -> sorted[filled[0]++] = count);
        Arrays.sort(sorted);
        long median = sorted[size / 2];
        long equals = Arrays.stream(sorted, size / 2, size)
                .filter(count -> count == median)
                .count();
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[oldKeys.length];
        counts = new long[oldKeys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] > median || (oldCounts[i] == median && equals-- > 0)) {
                put(oldKeys[i], oldCounts[i]);
            }
        }
    }

    /** Where the number is, or where it would be. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (keys[slot] != key && counts[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void resize(int length) {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[length];
        counts = new long[length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
