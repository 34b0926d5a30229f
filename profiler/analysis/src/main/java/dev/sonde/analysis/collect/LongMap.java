package dev.sonde.analysis.collect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Objects by number, in an open table: a look-up makes no object and touches one place of memory. Entries stay. Not
 * threadsafe.
 */
public final class LongMap<V> {
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new @Nullable Object[SMALLEST];
    private int size;

    /** The object of this number, null if there is none. */
    @SuppressWarnings("unchecked") // only put stores
    public @Nullable V get(long key) {
        return (V) values[slot(key)];
    }

    /** Adds or replaces. */
    public void put(long key, V value) {
        int slot = slot(key);
        if (values[slot] == null) {
            if (4 * (size + 1) > 3 * keys.length) {
                grow();
                slot = slot(key);
            }
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    public int size() {
        return size;
    }

    /** The numbers that have an object, ascending. */
    public long[] keys() {
        long[] all = new long[size];
        int found = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (values[slot] != null) {
                all[found++] = keys[slot];
            }
        }
        Arrays.sort(all);
        return all;
    }

    /** Gets each number and its object. */
    @FunctionalInterface
    public interface Visitor<V> {
        void visit(long key, V value);
    }

    /** In no order. */
    @SuppressWarnings("unchecked") // only put stores
    public void forEach(Visitor<? super V> visitor) {
        for (int i = 0; i < keys.length; i++) {
            V value = (V) values[i];
            if (value != null) {
                visitor.visit(keys[i], value);
            }
        }
    }

    /** Where the number is, or where it would be. */
    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (keys[slot] != key && values[slot] != null) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new @Nullable Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
