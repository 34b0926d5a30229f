package dev.sonde.spring.live;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.RecordListener;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Looks at what is recorded, every few seconds, on a thread of its own.
 *
 * <p>The writer threads put records into a queue of {@value #MAX_WAITING} and never wait; what does not fit is counted as
 * lost. After a look the thread rests {@value #REST} times as long as the look took, so that looking takes at most a
 * twentieth of one processor. This class is threadsafe.
 */
final class LiveFindings implements RecordListener, DisposableBean {

    static final int MAX_WAITING = 16_384;
    private static final int REST = 19;
    private static final Logger LOG = LoggerFactory.getLogger("dev.sonde.findings");

    private final BlockingQueue<CaptureRecord> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final LongAdder lost = new LongAdder();
    private final FindingWindow window;
    private final FindingLog log;
    private final long intervalNanos;
    private final Thread thread;
    private volatile boolean ended;

    LiveFindings(FindingWindow window, FindingLog log, Duration interval) {
        this.window = window;
        this.log = log;
        this.intervalNanos = interval.toNanos();
        this.thread = new Thread(null, this::run, "sonde-live", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        CaptureSessions.addListener(this);
        thread.start();
    }

    @Override
    public void recorded(CaptureRecord entry) {
        if (!waiting.offer(entry)) {
            lost.increment();
        }
    }

    double lost() {
        return lost.sum();
    }

    private void run() {
        long nextLook = System.nanoTime() + intervalNanos;
        boolean worthALook = false;
        while (!ended) {
            try {
                @Nullable
                CaptureRecord entry = waiting.poll(Math.max(0, nextLook - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (entry != null) {
                    window.add(entry);
                    worthALook = true;
                }
                long began = System.nanoTime();
                if (began - nextLook >= 0) {
                    worthALook = worthALook && look();
                    long took = System.nanoTime() - began;
                    nextLook = System.nanoTime() + Math.max(intervalNanos, REST * took);
                }
            } catch (InterruptedException e) {
                // by the end, or by somebody who interrupts all threads
            } catch (RuntimeException e) {
                LOG.warn("Sonde: the live mode failed and begins anew; service and capture are not affected", e);
                beginAnew();
                nextLook = System.nanoTime() + intervalNanos;
            }
        }
    }

    /** Whether another look is worth it even if nothing comes. */
    private boolean look() {
        boolean somethingWaits = log.look(window.findings());
        if (window.isFull()) {
            beginAnew();
        }
        return somethingWaits;
    }

    /** Whoever joins is told again what records refer to. */
    private void beginAnew() {
        window.clear();
        waiting.clear();
        CaptureSessions.removeListener(this);
        CaptureSessions.addListener(this);
    }

    @Override
    public void destroy() {
        ended = true;
        CaptureSessions.removeListener(this);
        thread.interrupt();
    }
}
