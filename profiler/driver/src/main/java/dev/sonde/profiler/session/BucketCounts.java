package dev.sonde.profiler.session;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * How many times fell into each bucket of a DDSketch (Masson et al., VLDB 2019) of relative accuracy 0.01 over
 * nanoseconds, from 100 ns to ten hours. A list of the parts of 16 buckets in which something was counted, since a
 * statement's times fall into few of the 1,300 buckets: 120 B for a statement whose times are alike. This class is
 * threadsafe.
 */
class BucketCounts {

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(0.01);
    private static final int PART = 16;
    private static final int LOWEST = MAPPING.index(100);
    private static final int BUCKETS = MAPPING.index(3.6e13) - LOWEST + 1;
    private static final AtomicReferenceFieldUpdater<BucketCounts, @Nullable Part> PARTS =
            AtomicReferenceFieldUpdater.newUpdater(BucketCounts.class, Part.class, "parts");

    /** Neighbouring buckets. Once in the list a part stays there, so that nobody counts into one that is not read. */
    private static final class Part extends AtomicIntegerArray {
        private static final long serialVersionUID = 1;

        private final int number;
        private final transient @Nullable Part next;

        Part(int number, @Nullable Part next) {
            super(PART);
            this.number = number;
            this.next = next;
        }
    }

    private volatile @Nullable Part parts;

    /** Gets indices of DDSketch and what was counted there. */
    interface Consumer {
        void accept(int index, int count);
    }

    /** Counts a time. */
    final void add(long nanos) {
        add(MAPPING.index((double) Math.max(100, nanos)), 1);
    }

    /** Counts at an index of DDSketch. */
    final void add(int index, int count) {
        int bucket = Math.min(BUCKETS - 1, Math.max(0, index - LOWEST));
        part(bucket / PART).addAndGet(bucket % PART, count);
    }

    private Part part(int number) {
        while (true) {
            Part head = parts;
            for (Part part = head; part != null; part = part.next) {
                if (part.number == number) {
                    return part;
                }
            }
            Part added = new Part(number, head);
            if (PARTS.compareAndSet(this, head, added)) {
                return added;
            }
        }
    }

    /** Takes out what has been counted so far, in no order. */
    final void take(Consumer consumer) {
        for (Part part = parts; part != null; part = part.next) {
            for (int i = 0; i < PART; i++) {
                int count = part.get(i) == 0 ? 0 : part.getAndSet(i, 0);
                if (count > 0) {
                    consumer.accept(LOWEST + part.number * PART + i, count);
                }
            }
        }
    }
}
