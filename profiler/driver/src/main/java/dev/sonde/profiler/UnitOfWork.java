package dev.sonde.profiler;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request, a job or whatever else bounds the statements that belong together, opened by the service itself:
 *
 * <pre>{@code
 * try (UnitOfWork unit = UnitOfWork.open("GET /agents/{id}")) {
 *     chain.doFilter(request, response);
 * }
 * }</pre>
 *
 * A unit belongs to the thread that opened it until it is closed; units nest, and the outermost one counts. Work that a
 * unit hands to other threads takes it along by {@link #wrap(Runnable)} or {@link #adopt(UnitOfWork)}. Opening one costs
 * an object and a thread-local reference that {@link #close()} removes, so virtual threads multiply nothing; and nothing
 * else happens if no profiled data source is used. How long it took from the one to the other is counted by its route. This
 * class is threadsafe.
 */
public final class UnitOfWork implements AutoCloseable {

    private static final ThreadLocal<@Nullable UnitOfWork> CURRENT = new ThreadLocal<>();
    private static final int MAX_TEXT = 500;
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final AtomicIntegerFieldUpdater<UnitOfWork> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(UnitOfWork.class, "closed");

    private enum Kind {
        EXPLICIT,
        REQUEST,
        SEQUEL
    }

    /** Who counts ended units; must neither block nor throw. Not for services. */
    @FunctionalInterface
    public interface Counter {
        /**
         * Counts the unit, unless nothing is to be recorded at the moment.
         *
         * @return false if it counts no more, so that another one has to
         */
        boolean unitEnded(UnitOfWork unit, long nanos);
    }

    /** Counts units of which {@link #countedBy} was not called. */
    private static volatile @Nullable Counter otherCounter;

    private final long number = NUMBERS.incrementAndGet();
    private final long startNanos = System.nanoTime();
    private final Kind kind;
    private final String traceId;
    private volatile String route;
    private volatile int closed;
    private volatile boolean wasCurrent;
    private volatile @Nullable Counter counter;
    private volatile @Nullable Object attachment;

    private UnitOfWork(Kind kind, String route, String traceId) {
        this.kind = kind;
        this.route = route;
        this.traceId = traceId;
    }

    /** Opens a unit on the current thread. */
    public static UnitOfWork open(String route) {
        return open(route, "");
    }

    /** Opens a unit on the current thread that carries the caller's trace identifier. */
    public static UnitOfWork open(String route, String traceId) {
        UnitOfWork unit = new UnitOfWork(Kind.EXPLICIT, bounded(route), bounded(traceId));
        if (current() == null) {
            unit.makeCurrent();
        }
        return unit;
    }

    /**
     * Opens a request's unit, which is current on no thread until one {@linkplain #adopt adopts} it: a request may go from
     * thread to thread before it ends.
     */
    public static UnitOfWork request(String route, String traceId) {
        return new UnitOfWork(Kind.REQUEST, bounded(route), bounded(traceId));
    }

    /**
     * Opens a unit, on no thread, for what comes after the end of this one, such as the error page of a request. It is not
     * counted, since this one was.
     */
    public UnitOfWork sequel() {
        return new UnitOfWork(Kind.SEQUEL, route, traceId);
    }

    private void makeCurrent() {
        wasCurrent = true;
        CURRENT.set(this);
    }

    /** The outermost open unit of the current thread, or null. */
    public static @Nullable UnitOfWork current() {
        UnitOfWork unit = CURRENT.get();
        return unit == null || unit.isClosed() ? null : unit;
    }

    /**
     * Makes the unit current on this thread until what is returned is closed, on the same thread; for executors and
     * context propagation. A thread that has a unit already keeps its own.
     */
    public static Adopted adopt(@Nullable UnitOfWork unit) {
        if (unit == null || current() != null) {
            return Adopted.NOTHING;
        }
        unit.makeCurrent();
        return Adopted.UNIT;
    }

    /** The work with the current unit taken along to whichever thread runs it. */
    public static Runnable wrap(Runnable work) {
        UnitOfWork unit = current();
        return () -> {
            try (Adopted adopted = adopt(unit)) {
                work.run();
            }
        };
    }

    /** As {@link #wrap(Runnable)}. */
    public static <T> Callable<T> wrap(Callable<T> work) {
        UnitOfWork unit = current();
        return () -> {
            try (Adopted adopted = adopt(unit)) {
                return work.call();
            }
        };
    }

    /** Number of the unit, unique within the process. */
    public long number() {
        return number;
    }

    /** What kind of work this is, for example {@code GET /agents/{id}}. */
    public String route() {
        return route;
    }

    /** Names the route once it is known; a servlet container knows the pattern only after dispatch. */
    public void route(String newRoute) {
        route = bounded(newRoute);
    }

    /** Trace identifier of the caller, empty if none. */
    public String traceId() {
        return traceId;
    }

    /** Whether it is a request's. */
    public boolean isRequest() {
        return kind == Kind.REQUEST;
    }

    /** Whether the unit has ended. */
    public boolean isClosed() {
        return closed != 0;
    }

    /** Says who counts the unit when it ends; only the first call does. Not for services. */
    public void countedBy(Counter first) {
        if (counter == null) {
            counter = first;
        }
    }

    /** Says who counts the units of which {@link #countedBy} was not called. Not for services. */
    public static void othersCountedBy(Counter other) {
        otherCounter = other;
    }

    /**
     * What the profiler keeps with the unit: the one object of that type, made when first asked for. Not for services.
     */
    public <T> T attachment(Class<T> type, Supplier<T> factory) {
        Object kept = attachment;
        if (!type.isInstance(kept)) {
            kept = factory.get();
            attachment = kept;
        }
        return type.cast(kept);
    }

    @Override
    public void close() {
        if (CLOSED.compareAndSet(this, 0, 1) && wasCurrent && kind != Kind.SEQUEL) {
            count(System.nanoTime() - startNanos);
        }
        // closed on another thread, or again: that thread's own unit stays
        if (CURRENT.get() == this) {
            CURRENT.remove();
        }
    }

    private void count(long nanos) {
        Counter first = counter;
        Counter other = otherCounter;
        if ((first == null || !first.unitEnded(this, nanos)) && other != null) {
            other.unitEnded(this, nanos);
        }
    }

    private static String bounded(@Nullable String text) {
        return text == null ? "" : text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** Ends what {@link #adopt} began. */
    public enum Adopted implements AutoCloseable {
        /** The thread had a unit of its own, or there was none to adopt. */
        NOTHING,
        /** The thread works for the unit. */
        UNIT;

        @Override
        public void close() {
            if (this == UNIT) {
                CURRENT.remove();
            }
        }
    }
}
