package dev.sonde.profiler.event;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The outermost result that each thread is reading, in a table of {@value #SLOTS} shared by all of them: what the thread
 * executes meanwhile, on whatever connection, may be keyed by rows of it. A thread whose slot is taken does without, and so does one
 * of two that take it at the same time: that costs less than an atomic exchange at each result. Holds nothing but results
 * that are open.
 */
public final class OpenResults {

    private static final int SLOTS = 256;

    /** Threads must not wait for each other's cache lines: a slot has one of its own, 16 kB in all. */
    private static final int APART = 16;

    private final AtomicReferenceArray<@Nullable StatementRecorder> slots = new AtomicReferenceArray<>(SLOTS * APART);

    private static int slot(long thread) {
        return ((int) thread & (SLOTS - 1)) * APART;
    }

    /** The thread has begun to read. */
    void opened(long thread, StatementRecorder result) {
        int slot = slot(thread);
        if (slots.getOpaque(slot) == null) {
            slots.setRelease(slot, result);
        }
    }

    /** Nothing of the result will be read any more. */
    void closed(long thread, StatementRecorder result) {
        int slot = slot(thread);
        if (slots.getOpaque(slot) == result) {
            slots.setRelease(slot, null);
        }
    }

    /** A result that the thread is reading, null if there is none or it is not known. */
    @Nullable
    StatementRecorder of(long thread) {
        StatementRecorder result = slots.getAcquire(slot(thread));
        return result != null && result.readingThread() == thread ? result : null;
    }
}
