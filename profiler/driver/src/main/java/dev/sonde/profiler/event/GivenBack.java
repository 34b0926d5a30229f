package dev.sonde.profiler.event;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which connection a thread is giving back to a pool that lies over our driver. HikariCP clears a connection's warnings
 * and then tells its tracker of the lease, both on the thread that closes it, but does not say which connection it was.
 *
 * <p>A slot is a recorder, found by the thread's number; two threads of one slot lose the connection of one of them, which
 * costs a lease its details. No lock, nothing allocated, and nothing kept for a thread. This class is threadsafe.
 */
public final class GivenBack {
    private static final int SLOTS = 256;

    private final AtomicReferenceArray<@Nullable ConnectionRecorder> slots = new AtomicReferenceArray<>(SLOTS);

    void put(ConnectionRecorder recorder, long thread) {
        slots.set((int) (thread & (SLOTS - 1)), recorder);
    }

    /** The connection whose warnings the current thread cleared last; null if it is not known. */
    public @Nullable ConnectionRecorder take() {
        long thread = Thread.currentThread().getId();
        int slot = (int) (thread & (SLOTS - 1));
        ConnectionRecorder recorder = slots.get(slot);
        return recorder != null && recorder.clearedBy() == thread && slots.compareAndSet(slot, recorder, null)
                ? recorder
                : null;
    }
}
