package dev.sonde.profiler.session;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who needs a session: open connections, counted without a lock, and data sources, held weakly. Once nobody has needed
 * it for {@value #LINGER_SECONDS} s it ends, for ever. This class is threadsafe.
 */
final class Users {

    static final int LINGER_SECONDS = 10;

    private static final int ENDED = Integer.MIN_VALUE;

    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Object> objects = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile long usedNanos = System.nanoTime();

    /** Counts one in; false if it is over. */
    boolean enter() {
        while (true) {
            int count = connections.get();
            if (count == ENDED) {
                return false;
            }
            if (connections.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    /** Counts one out. */
    void leave() {
        int count;
        do {
            count = connections.get();
        } while (count > 0 && !connections.compareAndSet(count, count - 1));
        if (count == 1) {
            usedNanos = System.nanoTime();
        }
    }

    void add(Object user) {
        objects.add(user);
    }

    void remove(Object user) {
        objects.remove(user);
        usedNanos = System.nanoTime();
    }

    /** Whether nobody has needed the session for a while; then nobody can any more. */
    boolean endIfUnused() {
        if (!objects.isEmpty()) {
            usedNanos = System.nanoTime();
            return false;
        }
        return System.nanoTime() - usedNanos > LINGER_SECONDS * 1_000_000_000L && connections.compareAndSet(0, ENDED);
    }

    void end() {
        connections.set(ENDED);
    }
}
