package dev.sonde.analysis.collect;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A number by number, in an open table of 16 bytes an entry and a third to two thirds of room; what was never put is 0. A
 * number lies beside its key, so that a look-up in a large table touches one place of memory. Not threadsafe.
 */
public final class LongCounts {
    private static final int SMALLEST = 16;

    /** Key and number of each slot, in turns. */
    private long[] table = new long[2 * SMALLEST];

    private int size;

    /** Gets each entry. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long key, long count);
    }

    public long get(long key) {
        return table[place(key)];
    }

    /** Adds to the number of this key; nothing is kept of a sum of 0. */
    public void add(long key, long amount) {
        int place = place(key);
        long sum = table[place] + amount;
        if (table[place] != 0 && sum != 0) {
            table[place] = sum;
        } else {
            put(key, sum);
        }
    }

    /** Replaces the number of this key. It may become 0 only if there was none. */
    public void put(long key, long count) {
        int place = place(key);
        if (table[place] == 0) {
            if (count == 0) {
                return;
            }
            if (3 * (size + 1) > table.length) {
                resize();
                place = place(key);
            }
            size++;
        } else if (count == 0) {
            throw new IllegalArgumentException("an entry cannot be taken out: " + key);
        }
        table[place - 1] = key;
        table[place] = count;
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
        visit(table, visitor);
    }

    private static void visit(long[] table, Visitor visitor) {
        for (int i = 0; i < table.length; i += 2) {
            if (table[i + 1] != 0) {
                visitor.visit(table[i], table[i + 1]);
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
        long[] equals = {
            Arrays.stream(sorted, size / 2, size)
                    .filter(count -> count == median)
                    .count()
        };
        long[] old = table;
        table = new long[old.length];
        size = 0;
        visit(old, (key, count) -> {
            if (count > median || (count == median && equals[0]-- > 0)) {
                put(key, count);
            }
        });
    }

    /** Where the number of this key is, behind the key, or where it would be. */
    private int place(long key) {
        int mask = table.length - 1;
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 31) & mask & ~1;
        while (table[at] != key && table[at + 1] != 0) {
            at = (at + 2) & mask;
        }
        return at + 1;
    }

    private void resize() {
        long[] old = table;
        table = new long[2 * old.length];
        visit(old, (key, count) -> {
            int place = place(key);
            table[place - 1] = key;
            table[place] = count;
        });
    }
}
