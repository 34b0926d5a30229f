package dev.sonde.profiler.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The daemon thread of a session and, if an error ends it, its successors. At any time at most one of them runs: a
 * successor is started by the thread that dies, as its last act, so that the work needs no locks. After {@value
 * #MAX_RESTARTS} successors none is started any more but the one that writes what is left when the session ends. The
 * threads inherit nothing of the service's thread that happened to open the first connection. This class is threadsafe.
 */
final class WriterThread {

    static final int MAX_RESTARTS = 8;

    /** What the thread does. All methods are called on the thread. */
    interface Work {
        /** Does a part of the work and answers for how many nanoseconds to rest. */
        long step();

        /** Does what is left after the end was asked for. */
        void finish();

        /** Told by the dying thread. */
        void died(Throwable problem);
    }

    private final String name;
    private final Work work;
    private final long restartPauseNanos;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile Thread current;
    private int restarts;
    private boolean revived;

    WriterThread(String name, Work work, long restartPauseNanos) {
        this.name = name;
        this.work = work;
        this.restartPauseNanos = restartPauseNanos;
        this.current = thread(0);
    }

    /** Starts the first thread. */
    void start() {
        current.start();
    }

    private Thread thread(long delayNanos) {
        Thread thread = new Thread(null, () -> run(delayNanos), name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(WriterThread.class.getClassLoader());
        return thread;
    }

    private void run(long delayNanos) {
        try {
            rest(delayNanos);
            while (!ending) {
                // somebody who interrupts all threads would close the file under us
                Thread.interrupted();
                long pause = work.step();
                if (pause > 0 && !ending) {
                    LockSupport.parkNanos(this, pause);
                }
            }
            Thread.interrupted();
            work.finish();
            finished.countDown();
        } catch (RuntimeException | Error problem) {
            work.died(problem);
        } finally {
            if (finished.getCount() > 0) {
                succeed();
            }
        }
    }

    private void rest(long nanos) {
        long start = System.nanoTime();
        for (long left = nanos; left > 0 && !ending; left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void succeed() {
        while (restarts < MAX_RESTARTS) {
            long pause = restartPauseNanos << restarts;
            restarts++;
            try {
                Thread successor = thread(pause);
                successor.start();
                current = successor;
                return;
            } catch (OutOfMemoryError noThreads) {
                rest(pause);
            }
        }
    }

    /** Ends the thread's rest. */
    void wake() {
        LockSupport.unpark(current);
    }

    /** Asks for the end without waiting for it; what the thread itself may do. */
    void endSoon() {
        ending = true;
        wake();
    }

    /**
     * Ends the work and waits for it, but not for long: a disk that hangs must not keep the service from ending. Waits
     * even if the caller was interrupted, and leaves the interrupt standing.
     */
    void end(long millis) {
        endSoon();
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            for (long left = millis; finished.getCount() > 0 && left > 0; left = millis - elapsed(start)) {
                revive();
                try {
                    if (finished.await(Math.min(left, 20), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** If no thread is left, one more writes what is there. */
    private synchronized void revive() {
        if (!current.isAlive() && finished.getCount() > 0 && !revived) {
            revived = true;
            try {
                Thread last = thread(0);
                last.start();
                current = last;
            } catch (OutOfMemoryError noThreads) {
                // what is left is lost with the process, which ends as it wanted to
            }
        }
    }

    private static long elapsed(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
