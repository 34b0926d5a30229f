package dev.sonde.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;

/** A set of numbers of units of work, or of leases, eight bytes each. */
final class UnitNumbers implements Serializable {
    private static final long serialVersionUID = 1L;

    static final UnitNumbers NONE = new UnitNumbers(new long[0]);

    private final long[] sorted;

    private UnitNumbers(long[] sorted) {
        this.sorted = sorted;
    }

    boolean contains(long number) {
        return Arrays.binarySearch(sorted, number) >= 0;
    }

    /** Those that are in more than one of these sets. */
    static UnitNumbers inSeveral(Collection<UnitNumbers> sets) {
        long[] all = sets.stream()
                .flatMapToLong(set -> Arrays.stream(set.sorted))
                .sorted()
                .toArray();
        Builder several = new Builder();
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1]) {
                several.add(all[i]);
            }
        }
        return several.build();
    }

    /** Not threadsafe. */
    static final class Builder {
        private long[] numbers = new long[16];
        private int size;

        void add(long number) {
            if (size > 0 && numbers[size - 1] == number) {
                return; // a unit's executions come one after the other, mostly
            }
            if (size == numbers.length) {
                compact();
                if (size > numbers.length / 2) {
                    numbers = Arrays.copyOf(numbers, 2 * numbers.length);
                }
            }
            numbers[size++] = number;
        }

        private void compact() {
            long[] distinct =
                    Arrays.stream(numbers, 0, size).sorted().distinct().toArray();
            System.arraycopy(distinct, 0, numbers, 0, distinct.length);
            size = distinct.length;
        }

        UnitNumbers build() {
            compact();
            return size == 0 ? NONE : new UnitNumbers(Arrays.copyOf(numbers, size));
        }
    }
}
