package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of a statement's executions, by their binds: those whose identity has the lowest hashes. Unlike a
 * list of heavy hitters it merges exactly, in any order, and counts a record that comes twice once.
 *
 * <p>Members are columns of arrays, 12 bytes and 4 for each bind: there are 256 of every statement of every session, and as
 * objects they were most of the memory of a merge of many services. An execution that is not sampled costs a comparison.
 */
final class BindSample {
    static final int SIZE = 256;

    /** Stands for SQL NULL, as in the file. */
    private static final int NULL = 0;

    private static final int SMALLEST = 4;

    record Sampled(long priority, List<@Nullable Integer> binds) {}

    /** Ascending; the binds of each in the other two arrays. */
    private long[] priorities = new long[SMALLEST];

    private int[] lengths = new int[SMALLEST];
    /** {@link #width} of each member, of which its length counts. */
    private int[] hashes = {};

    private int width;
    private int size;
    private long highest = Long.MAX_VALUE;

    void add(Execution execution) {
        long priority = ContentHash.finish(ContentHash.add(execution.session(), execution.sequence()));
        // Binds last: they are an object of their own, and hardly any execution is sampled
        if (priority < highest && !execution.binds().isEmpty()) {
            insert(priority, execution.binds());
        }
    }

    /** Adds an execution that another sample holds; answers whether this one may hold it. */
    boolean add(long priority, List<@Nullable Integer> binds) {
        boolean kept = priority < highest;
        if (kept) {
            insert(priority, binds);
        }
        return kept;
    }

    void add(BindSample other) {
        for (int i = 0; i < other.size && other.priorities[i] < highest; i++) {
            insert(other.priorities[i], other.binds(i));
        }
    }

    private void insert(long priority, List<@Nullable Integer> binds) {
        int found = Arrays.binarySearch(priorities, 0, size, priority);
        if (found >= 0) {
            return; // a record that came twice
        }
        int at = -found - 1;
        makeRoom(binds.size());
        int moved = size - 1 - at;
        System.arraycopy(priorities, at, priorities, at + 1, moved);
        System.arraycopy(lengths, at, lengths, at + 1, moved);
        System.arraycopy(hashes, at * width, hashes, (at + 1) * width, moved * width);
        priorities[at] = priority;
        lengths[at] = binds.size();
        for (int i = 0; i < binds.size(); i++) {
            Integer hash = binds.get(i);
            hashes[at * width + i] = hash == null ? NULL : hash;
        }
        if (size == SIZE) {
            highest = priorities[SIZE - 1];
        }
    }

    /** Makes the last place free, in all arrays, for a member of this length. */
    private void makeRoom(int length) {
        if (size < SIZE) {
            size++;
        }
        int capacity = size <= priorities.length ? priorities.length : Math.min(SIZE, 2 * priorities.length);
        if (length > width) {
            int[] wider = new int[capacity * length];
            for (int member = 0; member < Math.min(size, priorities.length); member++) {
                System.arraycopy(hashes, member * width, wider, member * length, width);
            }
            hashes = wider;
            width = length;
        }
        if (capacity > priorities.length) {
            priorities = Arrays.copyOf(priorities, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            hashes = Arrays.copyOf(hashes, capacity * width); // if they were not made wider
        }
    }

    private List<@Nullable Integer> binds(int member) {
        List<@Nullable Integer> binds = new ArrayList<>(lengths[member]);
        for (int i = 0; i < lengths[member]; i++) {
            int hash = hashes[member * width + i];
            binds.add(hash == NULL ? null : hash);
        }
        return Collections.unmodifiableList(binds);
    }

    /** In the order of their priorities. */
    List<Sampled> lowest() {
        List<Sampled> members = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            members.add(new Sampled(priorities[i], binds(i)));
        }
        return members;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Most frequent first, and in the order of their priorities among equals. */
    List<StatementSummary.Variant> variants() {
        Map<List<@Nullable Integer>, Long> counts = new LinkedHashMap<>();
        lowest().forEach(sampled -> counts.merge(sampled.binds(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new StatementSummary.Variant(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(StatementSummary.Variant::calls)
                        .reversed())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BindSample sample && lowest().equals(sample.lowest());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOf(priorities, size));
    }
}
