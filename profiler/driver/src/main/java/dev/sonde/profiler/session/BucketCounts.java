package dev.sonde.profiler.session;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How many times fell into each bucket of a DDSketch (Masson et al., VLDB 2019) of relative accuracy 0.01 over
 * nanoseconds, from 100 ns to ten hours. A tree of three levels, since a statement's times fall into few of the 1,300
 * buckets: 230 B for a statement whose times are alike. This class is threadsafe.
 */
final class BucketCounts {

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final int LEAF = 16;
    private static final int BRANCH = 8;
    private static final int LOWEST = MAPPING.index(100);
    private static final int BUCKETS = MAPPING.index(3.6e13) - LOWEST + 1;
    private static final int BRANCHES = (BUCKETS - 1) / (LEAF * BRANCH) + 1;

    private final AtomicReferenceArray<AtomicReferenceArray<AtomicIntegerArray>> branches =
            new AtomicReferenceArray<>(BRANCHES);

    /** Gets indices of DDSketch and what was counted there. */
    interface Consumer {
        void accept(int index, int count);
    }

    /** Counts a time. */
    void add(long nanos) {
        add(MAPPING.index((double) Math.max(100, nanos)), 1);
    }

    /** Counts at an index of DDSketch. */
    void add(int index, int count) {
        int bucket = Math.min(BUCKETS - 1, Math.max(0, index - LOWEST));
        leaf(bucket / LEAF).addAndGet(bucket % LEAF, count);
    }

    private AtomicIntegerArray leaf(int number) {
        AtomicReferenceArray<AtomicIntegerArray> branch = branches.get(number / BRANCH);
        if (branch == null) {
            branches.compareAndSet(number / BRANCH, null, new AtomicReferenceArray<>(BRANCH));
            branch = branches.get(number / BRANCH);
        }
        AtomicIntegerArray leaf = branch.get(number % BRANCH);
        if (leaf == null) {
            branch.compareAndSet(number % BRANCH, null, new AtomicIntegerArray(LEAF));
            leaf = branch.get(number % BRANCH);
        }
        return leaf;
    }

    /** Takes out what has been counted so far, in the order of the indices. */
    void take(Consumer consumer) {
        for (int b = 0; b < BRANCHES; b++) {
            AtomicReferenceArray<AtomicIntegerArray> branch = branches.get(b);
            for (int l = 0; branch != null && l < BRANCH; l++) {
                AtomicIntegerArray leaf = branch.get(l);
                for (int i = 0; leaf != null && i < LEAF; i++) {
                    int count = leaf.get(i) == 0 ? 0 : leaf.getAndSet(i, 0);
                    if (count > 0) {
                        consumer.accept(LOWEST + (b * BRANCH + l) * LEAF + i, count);
                    }
                }
            }
        }
    }
}
