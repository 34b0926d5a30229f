package dev.sonde.profiler.session;

import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.settings.ShipTarget;
import dev.sonde.profiler.ship.CaptureShipper;
import dev.sonde.profiler.ship.CaptureShippers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ships the finished files of a session on a daemon thread of its own, which exists only where something is to be
 * shipped. The folder is the queue: a file is in it until it is shipped, whatever process wrote it, so nothing is lost with a
 * process, and the folder's cap bounds what waits. After a failure the next file is tried, at first {@value
 * #FIRST_PAUSE_SECONDS} s later, then twice as long each time up to {@value #LAST_PAUSE_SECONDS} s: a file that is never
 * taken holds up no other. A call that takes too long is interrupted by the writer thread; one that does not heed that holds
 * up this thread and nothing else.
 */
final class Shipping {

    private static final int FIRST_PAUSE_SECONDS = 1;
    private static final int LAST_PAUSE_SECONDS = 300;
    private static final long LOOK_NANOS = 60_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX_MESSAGE = 300;
    private static final Pattern BEHIND_HOST = Pattern.compile("(?<=://)(?:[^\\s/@]*@)?([^\\s/?#]*)\\S*");

    private final ShipTarget target;
    private final String service;
    private final long timeoutNanos;
    private final CaptureFolder folder;
    private final long session;
    private final Object call = new Object();
    private volatile @Nullable Thread thread;
    private volatile boolean woken;
    private volatile boolean ending;
    private boolean calling;
    private long callStartNanos;
    private @Nullable CaptureShipper shipper;
    private String lastTried = "";
    private boolean failureLogged;
    private volatile ShippingFigures figures;
    private volatile long deleted;

    Shipping(ProfilerSettings settings, CaptureFolder folder, long session) {
        this.target = settings.keepsFiles() ? settings.shipTo() : ShipTarget.NOWHERE;
        this.service = settings.service();
        this.timeoutNanos = settings.shipTimeout().toNanos();
        this.folder = folder;
        this.session = session;
        this.figures = new ShippingFigures(target.toString(), 0, 0, 0, 0, 0, 0, "");
    }

    /** For any thread. */
    ShippingFigures figures() {
        return figures.plusDeleted(deleted);
    }

    /** Whether there is a thread, or will be. */
    boolean isRunning() {
        return thread != null || isWanted();
    }

    // ---- the writer's side ----

    /** Called every second: starts the thread if there is something to do, and interrupts a call that takes too long. */
    void watch(long nowNanos) {
        startIfWanted();
        Thread running = thread;
        if (running == null) {
            return;
        }
        synchronized (call) {
            if (calling && nowNanos - callStartNanos > timeoutNanos) {
                calling = false;
                running.interrupt();
            }
        }
    }

    private void startIfWanted() {
        if (thread != null || ending || !isWanted()) {
            return;
        }
        Thread started = new Thread(null, this::run, "sonde-shipper-" + service, 0, false);
        started.setDaemon(true);
        started.setContextClassLoader(Shipping.class.getClassLoader());
        try {
            started.start();
            thread = started;
        } catch (OutOfMemoryError noThreads) {
            // another second may have one
        }
    }

    private boolean isWanted() {
        return !target.isNowhere() || CaptureShippers.isUsed();
    }

    /** A file was finished. */
    void fileFinished() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** The folder was full, and files went that perhaps nobody has. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer; volatile for the readers
    void deleted(int files) {
        if (files > 0 && isWanted()) {
            if (deleted == 0) {
                ServiceLog.warning(
                        "the folder of captures is full: the oldest are deleted though they were not shipped {0}",
                        where());
            }
            deleted += files;
        }
    }

    /** Lets each file that waits be tried once more, waits for that, but not for long, and leaves the rest to a later run. */
    void end(long millis) {
        startIfWanted();
        ending = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.interrupt();
    }

    // ---- the thread ----

    private void run() {
        int failuresInRow = 0;
        while (true) {
            boolean last = ending;
            woken = false;
            Thread.interrupted(); // of a call that ended just before it was interrupted
            boolean failed = false;
            try {
                failed = !shipAll();
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
                failed = true;
            }
            failuresInRow = failed ? failuresInRow + 1 : 0;
            if (last) {
                return;
            }
            rest(failuresInRow);
        }
    }

    private void rest(int failuresInRow) {
        long pause = failuresInRow == 0
                ? LOOK_NANOS
                : SECOND * Math.min(LAST_PAUSE_SECONDS, (long) FIRST_PAUSE_SECONDS << Math.min(20, failuresInRow - 1));
        long start = System.nanoTime();
        for (long left = pause; left > 0 && !ending; left = pause - (System.nanoTime() - start)) {
            if (woken && failuresInRow == 0) {
                return;
            }
            Thread.interrupted();
            LockSupport.parkNanos(this, left);
        }
    }

    /** Ships what waits; false if that failed and the rest has to wait. */
    private boolean shipAll() throws IOException {
        Optional<CaptureShipper> to = shipper == null ? CaptureShippers.to(target) : Optional.of(shipper);
        if (to.isEmpty()) {
            return true;
        }
        shipper = target.isNowhere() ? null : to.get(); // which may be another one next time
        List<CaptureFolder.Finished> waiting = folder.finished(session);
        waiting(waiting);
        int first = 0;
        while (first < waiting.size() && waiting.get(first).name().compareTo(lastTried) <= 0) {
            first++;
        }
        for (int i = 0; i < waiting.size(); i++) {
            CaptureFolder.Finished file = waiting.get((first + i) % waiting.size());
            lastTried = file.name();
            if (!ship(to.get(), file)) {
                return false;
            }
        }
        waiting(folder.finished(session));
        if (failureLogged && !waiting.isEmpty()) {
            failureLogged = false;
            ServiceLog.info("captures are shipped {0} again", where());
        }
        return true;
    }

    private String where() {
        return target.isNowhere() ? "by the shipper in use" : "to " + target;
    }

    private boolean ship(CaptureShipper to, CaptureFolder.Finished file) {
        try {
            called(true);
            try {
                to.ship(file.file());
            } finally {
                called(false);
            }
            Files.deleteIfExists(file.file());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (e instanceof NoSuchFileException && Files.notExists(file.file())) {
                return true; // it was deleted here: there is nothing to ship any more
            }
            failed(e);
            return false;
        }
        figures = figures.plusShipped(file.size());
        return true;
    }

    private void called(boolean begins) {
        synchronized (call) {
            calling = begins;
            callStartNanos = System.nanoTime();
        }
    }

    private void waiting(List<CaptureFolder.Finished> files) {
        long bytes = files.stream().mapToLong(CaptureFolder.Finished::size).sum();
        figures = figures.withWaiting(files.size(), bytes);
    }

    private void failed(Throwable problem) {
        String reason = reason(problem);
        figures = figures.plusFailure(reason);
        if (!failureLogged) {
            failureLogged = true;
            ServiceLog.warning(
                    "captures cannot be shipped {0}: {1}; they stay in {2} and are tried again",
                    where(), reason, folder);
        }
    }

    /** What went wrong, without what may be secret: user and password, path and query of any URL, and our target's. */
    private String reason(Throwable problem) {
        String message =
                problem instanceof InterruptedException ? "took too long" : String.valueOf(problem.getMessage());
        if (!target.isNowhere()) {
            message = message.replace(target.address(), target.toString());
        }
        message = BEHIND_HOST.matcher(message).replaceAll("$1/…").replaceAll("\\p{Cntrl}", " ");
        String all = problem.getClass().getSimpleName() + ": " + message;
        return all.length() <= MAX_MESSAGE ? all : all.substring(0, MAX_MESSAGE);
    }
}
