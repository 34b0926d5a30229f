package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.EventSink;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.settings.ProfilerSettings.Binds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
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

    private static final int MAX_STATEMENTS = 10_000;
    private static final int MAX_INTERNED_LENGTH = 1 << 16;
    private static final int DRAIN = 1024;
    private static final long MIN_PAUSE_NANOS = 2_000_000;
    private static final long MAX_PAUSE_NANOS = 20_000_000;
    private static final int LINGER_SECONDS = 10;
    private static final long RESTART_PAUSE_NANOS = 500_000_000;
    private static final int END_MILLIS = 2_000;
    private static final Throwable LOGGED = new Throwable("logged", null, false, false) {
        private static final long serialVersionUID = 1L;
    };

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
    private final AtomicReference<@Nullable Throwable> firstFault = new AtomicReference<>();
    private final EventConsumer writer;
    private final WriterThread thread;
    private final Thread shutdownHook;
    private long pause = MIN_PAUSE_NANOS;
    private int connections;
    private long unusedSince = startNanos;
    private boolean ended;
    private volatile boolean closing;
    private boolean diskFailureLogged;

    CaptureSession(ProfilerSettings settings, String databaseUrl, String serverVersion, String profilerVersion) {
        this(settings, databaseUrl, serverVersion, profilerVersion, UnaryOperator.identity(), RESTART_PAUSE_NANOS);
    }

    /**
     * @param around what stands between the ring and the writer
     * @param restartPauseNanos pause before a writer thread that died is replaced for the first time
     */
    CaptureSession(
            ProfilerSettings settings,
            String databaseUrl,
            String serverVersion,
            String profilerVersion,
            UnaryOperator<EventConsumer> around,
            long restartPauseNanos) {
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
        this.writer =
                around.apply(new EventWriter(this, new CaptureFiles(settings, header), new StatementResolver(hasher)));
        this.thread = new WriterThread("sonde-writer-" + settings.service(), new WriterWork(), restartPauseNanos);
        this.shutdownHook = new Thread(null, this::close, "sonde-shutdown", 0, false);
        this.shutdownHook.setContextClassLoader(CaptureSession.class.getClassLoader());
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
        if (!ring.offer(event)) {
            count(event, "ring-full");
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
        firstFault.compareAndSet(null, problem);
    }

    // ---- the writer's side ----

    private final class WriterWork implements WriterThread.Work {
        private boolean announced;

        @Override
        public long step() {
            if (!announced) {
                announced = true;
                announce();
            }
            int drained = drain();
            if (drained > 0) {
                pause = MIN_PAUSE_NANOS;
                guarded(writer::tick);
            } else {
                guarded(writer::idle);
                if (endIfUnused()) {
                    closing = true;
                    thread.endSoon();
                }
                pause = Math.min(MAX_PAUSE_NANOS, pause * 2);
            }
            logFault();
            return drained < DRAIN ? pause : 0;
        }

        @Override
        public void finish() {
            while (drain() > 0) {
                // until the ring is empty
            }
            guarded(writer::close);
            logFault();
            removeShutdownHook();
        }

        @Override
        public void died(Throwable problem) {
            fault(problem);
            logFault();
        }
    }

    /** An error ends the thread, and its successor goes on. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    private void announce() {
        ServiceLog.info(
                "capturing statements of {0} to {1} (binds {2}, slow from {3} ms)",
                settings.service(),
                settings.folder().toAbsolutePath(),
                hasher == null ? "none" : "hashed",
                settings.slowThreshold().toMillis());
    }

    private void logFault() {
        Throwable problem = firstFault.get();
        if (problem != null && problem != LOGGED && firstFault.compareAndSet(problem, LOGGED)) {
            ServiceLog.fault("an execution could not be recorded; the service is not affected", problem);
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
            accept(event);
        }
        return drained;
    }

    /** An exception costs the details of one execution, an error the thread too; neither costs its count. */
    private void accept(ExecutionEvent event) {
        boolean counted = false;
        try {
            writer.accept(event);
            counted = true;
        } catch (RuntimeException e) {
            fault(e);
        } finally {
            if (!counted) {
                count(event, "writer-failed");
            }
            event.clear();
            free.offer(event);
        }
    }

    /** Counts an execution that the writer did not count. */
    private void count(ExecutionEvent event, String reason) {
        CapturedStatement statement = event.statement;
        if (statement != null && !event.keysOnly) {
            boolean known = statements.get(statement.sql()) == statement;
            String route = event.unit == null ? "" : event.unit.route();
            aggregates.add(known ? statement : AggregateTable.OTHER, known ? route : "", event, false);
            dropped(reason, 1);
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
            ServiceLog.warning(
                    "captures cannot be written to {0}: {1}; executions are counted, their details are lost,"
                            + " and writing is tried again every few seconds",
                    settings.folder().toAbsolutePath(), problem.toString());
        }
    }

    /** Ends the session: what is in the ring and all counts are written, by the writer thread. */
    void close() {
        synchronized (this) {
            closing = true;
            ended = true;
        }
        thread.end(END_MILLIS);
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is what asked for the end
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
