package dev.sonde.profiler.unit;

import java.util.Arrays;

/**
 * Which values the service has read in one unit of work, and where: an open-addressing multimap from value hash to
 * parent, column and row. Bounded: the first {@link #MAX_KEYS} values of a unit count.
 */
final class KeyIndex {

    static final int MAX_KEYS = 4096;
    private static final int MAX_CANDIDATES = 8;

    private int[] hashes = new int[64];
    private long[] places = new long[64];
    private int size;

    int size() {
        return size;
    }

    /** Adds a value; {@code hash} is not 0, {@code parent} is its ordinal in the unit. */
    void add(int hash, int parent, int column, int row) {
        if (size == MAX_KEYS) {
            return;
        }
        if (2 * (size + 1) > hashes.length) {
            grow();
        }
        insert(hash, ((long) parent << 32) | ((long) (column & 0xFFFF) << 16) | (row & 0xFFFF));
        size++;
    }

    private void insert(int hash, long place) {
        int slot = slot(hash);
        while (hashes[slot] != 0) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        hashes[slot] = hash;
        places[slot] = place;
    }

    /** Copies the places of the value into the array and returns how many there are, at most the array's length. */
    int find(int hash, long[] found) {
        int count = 0;
        int limit = Math.min(MAX_CANDIDATES, found.length);
        for (int slot = slot(hash); hashes[slot] != 0 && count < limit; slot = (slot + 1) & (hashes.length - 1)) {
            if (hashes[slot] == hash) {
                found[count++] = places[slot];
            }
        }
        return count;
    }

    static int parent(long place) {
        return (int) (place >>> 32);
    }

    static int column(long place) {
        return (int) (place >>> 16) & 0xFFFF;
    }

    static int row(long place) {
        return (int) place & 0xFFFF;
    }

    private int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 7) & (hashes.length - 1);
    }

    private void grow() {
        int[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new int[2 * oldHashes.length];
        places = new long[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                insert(oldHashes[i], oldPlaces[i]);
            }
        }
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(hashes, 0);
            size = 0;
        }
    }
}
