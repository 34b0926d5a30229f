package dev.sonde.profiler.session;

import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a session's writer thread does: takes events from the ring, hands them to the consumer, keeps to its share of a
 * processor and ends a session that nobody uses. Whoever asks for a flush may do so from any thread; all else is done by the
 * writer thread, of which at most one runs.
 */
final class WriterWork implements WriterThread.Work {

    static final long MIN_PAUSE_NANOS = 2_000_000;

    private static final int DRAIN = 1024;
    private static final long MAX_PAUSE_NANOS = 20_000_000;
    private static final int SHIP_AT_END_MILLIS = 3_000;

    private final CaptureSession session;
    private final EventRing ring;
    private final EventConsumer consumer;
    private final Shipping shipping;
    private final Faults faults;
    private final WriterBudget budget;
    private final AtomicLong flushesAsked = new AtomicLong();
    private volatile long flushesDone;
    private boolean announced;
    private long pause = MIN_PAUSE_NANOS;

    WriterWork(CaptureSession session, EventRing ring, EventConsumer consumer, Shipping shipping, Faults faults) {
        this.session = session;
        this.ring = ring;
        this.consumer = consumer;
        this.shipping = shipping;
        this.faults = faults;
        this.budget = new WriterBudget(session.settings().writerLimit());
    }

    // ---- any thread ----

    /** Asks for everything recorded so far to be written; the number by which to ask whether it is. */
    long askForFlush() {
        return flushesAsked.incrementAndGet();
    }

    boolean isFlushed(long ticket) {
        return flushesDone >= ticket;
    }

    /** Processor time of the writer thread so far, 0 where it cannot be measured. */
    long usedNanos() {
        return budget.usedNanos();
    }

    /** How long the end may take that the service waits for, in milliseconds, beside what is written. */
    int shipAtEndMillis() {
        return shipping.isRunning() ? SHIP_AT_END_MILLIS : 0;
    }

    // ---- the writer thread ----

    @Override
    public long step() {
        announceOnce();
        long flushTicket = flushesAsked.get();
        int drained = drain();
        pause = pauseAfter(drained);
        if (drained > 0) {
            guarded(consumer::tick);
        } else {
            guarded(consumer::idle);
            session.endIfUnused();
        }
        if (flushesDone < flushTicket && drained < DRAIN) {
            guarded(consumer::writeAggregates);
            flushesDone = flushTicket;
        }
        faults.log();
        long owed = budget.pauseNanos();
        return drained < DRAIN || owed > 0 ? Math.max(pause, owed) : 0;
    }

    /** Waking up costs a busy machine more than what is then done, so the writer sleeps as long as the ring lets it. */
    private long pauseAfter(int drained) {
        return drained > ring.capacity() / 8
                ? Math.max(MIN_PAUSE_NANOS, pause / 2)
                : Math.min(MAX_PAUSE_NANOS, pause * 2);
    }

    @Override
    public void finish() {
        announceOnce(); // a service may end before the first step
        while (drain() > 0) {
            // until the ring is empty
        }
        guarded(consumer::close);
        faults.log();
        guarded(() -> shipping.end(SHIP_AT_END_MILLIS));
        session.removeShutdownHook();
    }

    @Override
    public void died(Throwable problem) {
        faults.add(problem);
        faults.log();
    }

    private void announceOnce() {
        if (!announced) {
            announced = true;
            announce(session.settings());
        }
    }

    private static void announce(ProfilerSettings settings) {
        if (!settings.keepsFiles()) {
            ServiceLog.info("capturing statements of {0}, to no file (sonde.folder=none)", settings.service());
            return;
        }
        ServiceLog.info(
                "capturing statements of {0} to {1} (binds {2}, slow from {3} ms)",
                settings.service(),
                settings.folder().toAbsolutePath(),
                settings.binds().label(),
                settings.slowThreshold().toMillis());
    }

    /**
     * Takes what waits now, and not what comes meanwhile: at the heels of the callers each event, and each place of the ring, would
     * go from one processor's cache to the other's while both are at work on it.
     */
    private int drain() {
        int waiting = Math.min(DRAIN, ring.waiting());
        int drained = 0;
        while (drained < waiting) {
            ExecutionEvent event = ring.poll();
            if (event == null) {
                break;
            }
            drained++;
            accept(event);
        }
        ring.drained();
        return drained;
    }

    /** An exception costs the details of one execution, an error the thread too; neither costs its count. */
    private void accept(ExecutionEvent event) {
        boolean counted = false;
        try {
            if (session.isTooLateForDetails()) {
                session.countLost(event, "shutdown");
            } else {
                consumer.accept(event);
            }
            counted = true;
        } catch (RuntimeException e) {
            faults.add(e);
        } finally {
            if (!counted) {
                session.countLost(event, "writer-failed");
            }
            ring.release(event);
        }
    }

    /** An error ends the thread, and its successor goes on. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            faults.add(e);
        }
    }
}
