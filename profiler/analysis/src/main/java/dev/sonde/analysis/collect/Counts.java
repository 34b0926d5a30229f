package dev.sonde.analysis.collect;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each of a range of numbers was counted: an array from the lowest to the highest of them. Numbers far from
 * zero, which only a damaged file has, are kept in a map. Not threadsafe.
 */
public final class Counts {
    private static final int FAR = 1 << 14;
    private static final int ROOM = 8;

    private long[] counts = new long[0];
    private int first;
    private SortedMap<Integer, Long> far = Collections.emptySortedMap(); // as it is of nearly all

    /** Gets each number that was counted, and how often. */
    @FunctionalInterface
    public interface Visitor {
        /** Answers whether to go on. */
        boolean visit(int number, long count);
    }

    /** Counts a number so often. */
    public void add(int number, long count) {
        if (number <= -FAR || number >= FAR) {
            far = far.isEmpty() ? new TreeMap<>() : far;
            far.merge(number, count, Long::sum);
            return;
        }
        int index = number - first;
        if (index < 0 || index >= counts.length) {
            reach(number);
            index = number - first;
        }
        counts[index] += count;
    }

    private void reach(int number) {
        if (counts.length == 0) {
            first = number - ROOM / 2;
            counts = new long[ROOM];
            return;
        }
        int from = Math.min(first, number < first ? number - ROOM : first);
        int to = Math.max(first + counts.length, number + ROOM);
        long[] wider = new long[to - from];
        System.arraycopy(counts, 0, wider, first - from, counts.length);
        counts = wider;
        first = from;
    }

    public void add(Counts other) {
        other.visit((number, count) -> {
            add(number, count);
            return true;
        });
    }

    /** In ascending order of the numbers, until the visitor has enough. */
    public void visit(Visitor visitor) {
        if (visit(far.headMap(0), visitor)) {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 0 && !visitor.visit(first + i, counts[i])) {
                    return;
                }
            }
            visit(far.tailMap(0), visitor);
        }
    }

    private static boolean visit(SortedMap<Integer, Long> part, Visitor visitor) {
        return part.entrySet().stream().allMatch(entry -> visitor.visit(entry.getKey(), entry.getValue()));
    }

    /** As a map of its own. */
    public SortedMap<Integer, Long> toMap() {
        SortedMap<Integer, Long> map = new TreeMap<>();
        visit((number, count) -> {
            map.put(number, count);
            return true;
        });
        return map;
    }

    /** All counts from this number on. */
    public long sumFrom(int number) {
        long[] sum = new long[1];
        visit((counted, count) -> {
            sum[0] += counted >= number ? count : 0;
            return true;
        });
        return sum[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts those && toMap().equals(those.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }
}
