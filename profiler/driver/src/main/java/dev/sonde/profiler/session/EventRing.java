package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The way of events from the threads of the service to the writer thread, bounded in number and in characters; and back, for
 * the next execution.
 */
final class EventRing {
    private static final long MAX_WAITING_CHARS = 8 << 20;
    private static final int MAX_FREE_EVENTS = 1024;
    private static final int LARGE_KEYS = 64;

    private final MpscAtomicArrayQueue<ExecutionEvent> events;
    private final SpmcAtomicArrayQueue<ExecutionEvent> free;
    private final AtomicLong waitingChars = new AtomicLong();

    /** Set when the ring is full, until half of it is free: meanwhile nobody prepares details that would be lost. */
    private volatile boolean overrun;

    EventRing(int size) {
        events = new MpscAtomicArrayQueue<>(size);
        free = new SpmcAtomicArrayQueue<>(Math.min(size, MAX_FREE_EVENTS));
    }

    boolean isOverrun() {
        return overrun;
    }

    int capacity() {
        return events.capacity();
    }

    boolean isHalfFull() {
        return events.size() > events.capacity() / 2;
    }

    // ---- any thread ----

    ExecutionEvent acquire() {
        ExecutionEvent event = free.poll();
        return event == null ? new ExecutionEvent() : event;
    }

    /** Hands an event on; false if there is no room for it. */
    boolean offer(ExecutionEvent event) {
        if (event.keyCount > LARGE_KEYS && isHalfFull()) {
            event.forgetKeys();
        }
        if (overrun) {
            return false;
        }
        long chars = looseChars(event);
        if (chars > 0) {
            return offer(event, chars);
        }
        if (events.offer(event)) {
            return true;
        }
        overrun = true;
        return false;
    }

    /** Texts that are not interned wait with their events: a few million characters, however long one text is. */
    private boolean offer(ExecutionEvent event, long chars) {
        if (waitingChars.get() > MAX_WAITING_CHARS) {
            return false;
        }
        waitingChars.addAndGet(chars);
        boolean offered = events.offer(event);
        if (!offered) {
            waitingChars.addAndGet(-chars);
        }
        return offered;
    }

    private static long looseChars(ExecutionEvent event) {
        CapturedStatement statement = event.statement;
        return statement == null || statement.interned() ? 0 : statement.sql().length();
    }

    // ---- the writer thread ----

    /** How many wait to be polled. */
    int waiting() {
        return events.size();
    }

    @Nullable
    ExecutionEvent poll() {
        return events.poll();
    }

    /** Takes an event back that the writer is done with. */
    void release(ExecutionEvent event) {
        long chars = looseChars(event);
        if (chars > 0) {
            waitingChars.addAndGet(-chars);
        }
        event.release();
        free.offer(event);
    }

    /** Some were polled: there may be room again. */
    void drained() {
        if (overrun && !isHalfFull()) {
            overrun = false;
        }
    }
}
