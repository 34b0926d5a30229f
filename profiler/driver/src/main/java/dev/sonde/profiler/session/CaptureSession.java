package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.EventSink;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.settings.ProfilerSettings.Binds;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a profiled data source.
 *
 * <p>Callers put events into a bounded ring (JCTools, many producers, one consumer) and take empty ones from another;
 * one daemon thread does the rest. If the ring is full the caller counts the execution itself and goes on: details may
 * be lost, counts never, and the loss is written down. The session lives while it has connections and {@value
 * #LINGER_SECONDS} s longer, so that nothing is left of it after a web application is undeployed.
 */
public final class CaptureSession implements EventSink {

    private static final System.Logger LOG = System.getLogger("dev.sonde.profiler");
    private static final int MAX_STATEMENTS = 10_000;
    private static final int MAX_INTERNED_LENGTH = 1 << 16;
    private static final int DRAIN = 1024;
    private static final long MIN_PAUSE_NANOS = 2_000_000;
    private static final long MAX_PAUSE_NANOS = 20_000_000;
    private static final int LINGER_SECONDS = 10;

    private final long id = new SecureRandom().nextLong();
    private final long startNanos = System.nanoTime();
    private final ProfilerSettings settings;
    private final @Nullable ValueHasher hasher;
    private final MpscAtomicArrayQueue<ExecutionEvent> ring;
    private final SpmcAtomicArrayQueue<ExecutionEvent> free;
    private final ConcurrentMap<String, CapturedStatement> statements = new ConcurrentHashMap<>();
    private final AggregateTable aggregates = new AggregateTable();
    private final ConcurrentMap<String, LongAdder> drops = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong leases = new AtomicLong();
    private final LongAdder faults = new LongAdder();
    private final EventWriter writer;
    private final Thread thread;
    private final Thread shutdownHook;
    private int connections;
    private long unusedSince = startNanos;
    private boolean ended;
    private volatile boolean closing;
    private boolean diskFailureLogged;

    CaptureSession(ProfilerSettings settings, String databaseUrl, String serverVersion, String profilerVersion) {
        this.settings = settings;
        String key = settings.binds() == Binds.HASHED ? ValueHasher.randomKey() : "";
        this.hasher = key.isEmpty() ? null : ValueHasher.of(key);
        this.ring = new MpscAtomicArrayQueue<>(settings.ringSize());
        this.free = new SpmcAtomicArrayQueue<>(settings.ringSize());
        CaptureRecord.Session header = new CaptureRecord.Session(
                id,
                settings.service(),
                settings.version(),
                host(),
                System.currentTimeMillis() * 1000,
                databaseUrl,
                serverVersion,
                settings.binds() == Binds.HASHED ? "hashed" : "none",
                key,
                settings.slowThreshold().toNanos() / 1000,
                profilerVersion);
        this.writer = new EventWriter(this, new CaptureFiles(settings, header), new StatementResolver(hasher));
        this.thread = new Thread(this::run, "sonde-writer-" + settings.service());
        this.thread.setDaemon(true);
        this.shutdownHook = new Thread(this::close, "sonde-shutdown");
        LOG.log(
                Level.INFO,
                "capturing statements of {0} to {1} (binds {2}, slow from {3} ms)",
                settings.service(),
                settings.folder().toAbsolutePath(),
                header.binds(),
                settings.slowThreshold().toMillis());
    }

    void start() {
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            closing = true;
        }
        thread.start();
    }

    // ---- connections ----

    /** Counts a connection in; false if the session has already ended. */
    synchronized boolean connectionOpened() {
        if (ended || closing) {
            return false;
        }
        connections++;
        return true;
    }

    /** Counts a connection out. */
    public synchronized void connectionClosed() {
        if (--connections == 0) {
            unusedSince = System.nanoTime();
        }
    }

    /** Number of the next connection. */
    public long nextLease() {
        return leases.incrementAndGet();
    }

    private synchronized boolean endIfUnused() {
        if (connections == 0 && System.nanoTime() - unusedSince > LINGER_SECONDS * 1_000_000_000L) {
            ended = true;
        }
        return ended;
    }

    // ---- the caller's side ----

    @Override
    public long session() {
        return id;
    }

    @Override
    public boolean active() {
        return !closing;
    }

    @Override
    public long nextSequence() {
        return sequence.getAndIncrement();
    }

    @Override
    public ExecutionEvent acquire() {
        ExecutionEvent event = free.poll();
        return event == null ? new ExecutionEvent() : event;
    }

    @Override
    public void publish(ExecutionEvent event) {
        if (!ring.offer(event) && !event.keysOnly) {
            CapturedStatement statement = event.statement;
            if (statement != null) {
                boolean known = statements.get(statement.sql()) == statement;
                String route = event.unit == null ? "" : event.unit.route();
                aggregates.add(known ? statement : AggregateTable.OTHER, known ? route : "", event, false);
                dropped("ring-full", 1);
            }
        }
    }

    @Override
    public CapturedStatement statement(String sql) {
        CapturedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        CapturedStatement fresh = new CapturedStatement(sql);
        if (statements.size() >= MAX_STATEMENTS || sql.length() > MAX_INTERNED_LENGTH) {
            return fresh;
        }
        CapturedStatement raced = statements.putIfAbsent(sql, fresh);
        return raced == null ? fresh : raced;
    }

    @Override
    public @Nullable ValueHasher hasher() {
        return hasher;
    }

    @Override
    public long slowNanos() {
        return settings.slowThreshold().toNanos();
    }

    @Override
    public void fault(Throwable problem) {
        faults.increment();
        if (faults.sum() == 1) {
            LOG.log(Level.WARNING, "an execution could not be recorded; the service is not affected", problem);
        }
    }

    // ---- the writer's side ----

    private void run() {
        long pause = MIN_PAUSE_NANOS;
        while (!closing) {
            int drained = drain();
            if (drained > 0) {
                pause = MIN_PAUSE_NANOS;
                guarded(writer::tick);
            } else {
                guarded(writer::idle);
                if (endIfUnused()) {
                    close();
                    return;
                }
                pause = Math.min(MAX_PAUSE_NANOS, pause * 2);
            }
            if (drained < DRAIN) {
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    private int drain() {
        int drained = 0;
        while (drained < DRAIN) {
            ExecutionEvent event = ring.poll();
            if (event == null) {
                break;
            }
            drained++;
            guarded(() -> writer.accept(event));
            event.clear();
            free.offer(event);
        }
        return drained;
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            fault(e);
        }
    }

    AggregateTable aggregates() {
        return aggregates;
    }

    boolean keepsBinds() {
        return hasher != null;
    }

    long micros(long nanoTime) {
        return (nanoTime - startNanos) / 1000;
    }

    void dropped(String reason, long executions) {
        if (executions > 0) {
            drops.computeIfAbsent(reason, r -> new LongAdder()).add(executions);
        }
    }

    Map<String, Long> takeDrops() {
        Map<String, Long> taken = new HashMap<>();
        drops.forEach((reason, count) -> {
            long n = count.sumThenReset();
            if (n > 0) {
                taken.put(reason, n);
            }
        });
        return taken;
    }

    void diskFailed(Exception problem) {
        if (!diskFailureLogged) {
            diskFailureLogged = true;
            LOG.log(
                    Level.WARNING,
                    "captures cannot be written to {0}: {1}; executions are counted, their details are lost,"
                            + " and writing is tried again every few seconds",
                    settings.folder().toAbsolutePath(),
                    problem.toString());
        }
    }

    /** Ends the session: what is in the ring and all counts are written. Called once by whoever comes first. */
    void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            ended = true;
        }
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        while (drain() > 0) {
            // until the ring is empty
        }
        guarded(writer::close);
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is what runs this
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
