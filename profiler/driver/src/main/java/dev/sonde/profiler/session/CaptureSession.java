package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.EventSink;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.event.GivenBack;
import dev.sonde.profiler.event.Level;
import dev.sonde.profiler.event.OpenResults;
import dev.sonde.profiler.event.PoolMeter;
import dev.sonde.profiler.event.ThreadRepetitions;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.settings.ProfilerSettings.Binds;
import dev.sonde.profiler.settings.ProfilerSettings.Detail;
import dev.sonde.profiler.unit.TraceIds;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a profiled data source.
 *
 * <p>Callers put events into a bounded ring (JCTools, many producers, one consumer) and take empty ones from another;
 * one daemon thread does the rest. If the ring is full the caller counts the execution itself and goes on: details may
 * be lost, counts never, and the loss is written down. The session lives while it has users and {@value
 * Users#LINGER_SECONDS} s longer, so that nothing is left of it after a web application is undeployed.
 */
public final class CaptureSession implements EventSink {

    private static final int WAKE_EVERY = 128;

    private static final long RESTART_PAUSE_NANOS = 500_000_000;
    private static final int END_MILLIS = 2_000;
    private static final long DETAILS_AT_END_NANOS = 1_000_000_000;
    static final int MAX_FIGURES = 200;

    private final long id = new SecureRandom().nextLong();
    private final long startNanos = System.nanoTime();
    private final ProfilerSettings settings;
    private final String databaseUrl;
    private final @Nullable ValueHasher hasher;
    private final TraceIds traceIds;
    private final ThreadRepetitions threadRepetitions = new ThreadRepetitions();
    private final OpenResults openResults = new OpenResults();
    private final EventRing ring;
    private final StatementTexts statements = new StatementTexts();
    private final AggregateTable aggregates = new AggregateTable();
    private final UnitTable units = new UnitTable();
    private final DropCounts drops = new DropCounts();
    private final CallerCounting counting;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong leases = new AtomicLong();
    private final Faults faults = new Faults();
    private final Governor governor;
    private final LiveSettings live;
    private final PoolMeters pools = new PoolMeters();
    private final Users users = new Users();
    private final ManagedCapture managed = new ManagedCapture(this);
    private final EventConsumer writer;
    private final Shipping shipping;
    private final WriterWork work;
    private final WriterThread thread;
    private final Thread shutdownHook;
    private volatile boolean started;
    private volatile boolean closing;
    private volatile long closingSince;
    private volatile boolean paused;
    private volatile @Nullable GivenBack givenBack;
    private volatile long slowNanos;
    private volatile long repeatedChildren;

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
        this.databaseUrl = databaseUrl;
        this.slowNanos = settings.slowThreshold().toNanos();
        this.counting =
                new CallerCounting(aggregates, drops, settings.detail() == Detail.SUMMARY ? "summary" : "budget");
        this.governor = new Governor(settings.overheadBudget());
        this.live = new LiveSettings(this);
        this.traceIds = TraceIds.available(settings.mdcKeys());
        String key = settings.binds() == Binds.NONE ? "" : ValueHasher.randomKey();
        this.hasher = key.isEmpty() ? null : ValueHasher.of(key);
        this.ring = new EventRing(settings.ringSize());
        CaptureRecord.Session header = SessionHeader.of(id, settings, databaseUrl, serverVersion, key, profilerVersion);
        CaptureFiles files = new CaptureFiles(settings, header);
        this.shipping = files.shipping();
        this.writer = around.apply(new EventWriter(
                this,
                files,
                new ListenedRecords(header, CaptureSessions.LISTENERS),
                new StatementResolver(hasher, keepsValues(), aggregates.other()),
                governor));
        this.work = new WriterWork(this, ring, writer, shipping, faults);
        this.thread = new WriterThread("sonde-writer-" + settings.service(), work, restartPauseNanos);
        this.shutdownHook = new Thread(null, this::close, "sonde-shutdown", 0, false);
        this.shutdownHook.setContextClassLoader(CaptureSession.class.getClassLoader());
    }

    /** Begins to record; false, with nothing begun, if the process is ending. */
    boolean start() {
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            closing = true;
            users.end();
            return false;
        }
        started = true;
        thread.start();
        managed.register();
        return true;
    }

    // ---- connections ----

    /** Counts a connection in; false if the session has already ended. */
    public boolean connectionOpened() {
        return !closing && users.enter();
    }

    /** Counts a connection out. */
    public void connectionClosed() {
        users.leave();
    }

    /** The session lives at least as long as this object is reachable and not {@link #released}. */
    public void usedBy(Object user) {
        users.add(user);
    }

    /** The object no longer needs the session. */
    public void released(Object user) {
        users.remove(user);
    }

    /** Number of the next connection. */
    public long nextLease() {
        return leases.incrementAndGet();
    }

    /** Adds a pool whose figures are written every second. */
    public void addPool(PoolMeter meter, PoolGauge gauge) {
        pools.add(meter, gauge);
    }

    /** Adds a pool that lies over our driver, and so has to be told which of its connections it takes back. */
    public void addPoolOverDriver(PoolMeter meter, PoolGauge gauge) {
        if (givenBack == null) {
            givenBack = new GivenBack();
        }
        pools.add(meter, gauge);
    }

    @Override
    public @Nullable GivenBack givenBack() {
        return givenBack;
    }

    List<PoolFigures> pools() {
        return pools.figures();
    }

    // ---- control and status, for any thread ----

    public String service() {
        return settings.service();
    }

    /** Whether capture files are written at all. */
    public boolean keepsFiles() {
        return settings.keepsFiles();
    }

    /** Where the capture files are, if any are written. */
    public Path folder() {
        return settings.folder();
    }

    /** Records nothing from now on, not even counts, until {@link #resume()}. */
    public void pause() {
        paused = true;
    }

    /** Records again. */
    public void resume() {
        paused = false;
    }

    /** From which time on an execution counts as slow. */
    public void slowThreshold(Duration threshold) {
        if (threshold.isNegative()) {
            throw new IllegalArgumentException("slow threshold must not be negative: " + threshold);
        }
        slowNanos = threshold.toNanos();
    }

    /**
     * Which share of the statements' time we may take on the service's threads, 0.01 for 1 %.
     */
    public void overheadBudget(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException("overhead budget must not be negative: " + share);
        }
        governor.budget(share);
    }

    /**
     * Waits until everything recorded so far, counts included, is in the file.
     *
     * @return false if that took longer than the time-out or the thread was interrupted
     */
    public boolean flush(Duration timeout) {
        long ticket = work.askForFlush();
        thread.wake();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!work.isFlushed(ticket) && !closing) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, WriterWork.MIN_PAUSE_NANOS);
        }
        return true;
    }

    /** What became of the finished files. */
    ShippingFigures shipping() {
        return shipping.figures();
    }

    /** What has been seen so far, and what it cost. */
    public CaptureStatus status() {
        List<StatementFigures> figures = Figures.byFingerprint(aggregates, MAX_FIGURES);
        return new CaptureStatus(
                settings.service(),
                databaseUrl,
                settings.folder(),
                closing ? "ended" : level().label(),
                Figures.sum(figures, StatementFigures::executions),
                Figures.sum(figures, StatementFigures::errors),
                Figures.sum(figures, StatementFigures::slow),
                repeatedChildren,
                counting.dropsSoFar(),
                faults.count(),
                writer.bytesWritten(),
                Figures.sum(figures, StatementFigures::totalNanos),
                governor.callerNanos(),
                work.usedNanos(),
                governor.budget(),
                Duration.ofNanos(slowNanos),
                figures.size() > MAX_FIGURES ? figures.subList(0, MAX_FIGURES) : figures,
                pools.figures(),
                shipping.figures());
    }

    // ---- the caller's side ----

    @Override
    public long session() {
        return id;
    }

    @Override
    public Level level() {
        Level level = closing ? Level.PAUSED : chosenLevel();
        return ring.isOverrun() && level.compareTo(Level.COUNTS_ONLY) < 0 ? Level.COUNTS_ONLY : level;
    }

    /** The level but for the end of the session. */
    Level chosenLevel() {
        if (paused) {
            return Level.PAUSED;
        }
        if (wantsEverything()) {
            return Level.FULL;
        }
        boolean summarises = settings.detail() == Detail.SUMMARY && !CaptureSessions.LISTENERS.wantsDetails();
        return summarises ? governor.level().atMost(Level.SUMMARY) : governor.level();
    }

    /** Whether it records no more. */
    public boolean ended() {
        return closing;
    }

    @Override
    public long nextSequence() {
        return sequence.getAndIncrement();
    }

    @Override
    public ExecutionEvent acquire() {
        return ring.acquire();
    }

    @Override
    public boolean publish(ExecutionEvent event) {
        if (counting.countOnly(event, slowNanos)) {
            return false;
        }
        if (event.sequence == ExecutionEvent.NO_SEQUENCE) {
            event.sequence = nextSequence();
        }
        boolean oneInMany = event.sequence % WAKE_EVERY == 0;
        if (!ring.offer(event)) {
            counting.countLost(event, "ring-full", slowNanos);
            return false;
        }
        if (oneInMany && ring.isHalfFull()) {
            thread.wake(); // a burst, which is not to wait for the end of the writer's pause
        }
        return true;
    }

    @Override
    public boolean count(CapturedStatement statement, @Nullable UnitOfWork unit, long lease, long rows, long nanos) {
        return counting.countOnly(statement, unit, lease, rows, nanos);
    }

    @Override
    public boolean unitEnded(UnitOfWork unit, long nanos) {
        if (closing) {
            return false;
        }
        try {
            if (!paused) {
                units.add(unit, nanos);
            }
        } catch (RuntimeException | Error e) {
            fault(e);
        }
        return true;
    }

    @Override
    public CapturedStatement statement(String sql) {
        return statements.of(sql);
    }

    @Override
    public boolean keepsValues() {
        return settings.binds() == Binds.VALUES;
    }

    @Override
    public boolean wantsEverything() {
        return CaptureSessions.LISTENERS.wantsEverything();
    }

    @Override
    public @Nullable ValueHasher hasher() {
        return hasher;
    }

    @Override
    public long slowNanos() {
        return slowNanos;
    }

    @Override
    public int repetitionsOnThread(CapturedStatement statement, long nowNanos) {
        return threadRepetitions.count(statement, nowNanos);
    }

    @Override
    public OpenResults openResults() {
        return openResults;
    }

    @Override
    public @Nullable String traceId() {
        return traceIds.current();
    }

    @Override
    public void fault(Throwable problem) {
        faults.add(problem);
    }

    // ---- the writer's side ----

    void countLost(ExecutionEvent event, String reason) {
        counting.countLost(event, reason, slowNanos);
    }

    /** Whether the end has taken so long that only counts are written: whoever ends us does not wait for long. */
    boolean isTooLateForDetails() {
        return closing && System.nanoTime() - closingSince > DETAILS_AT_END_NANOS;
    }

    void endIfUnused() {
        if (users.endIfUnused()) {
            endSoon();
        }
    }

    AggregateTable aggregates() {
        return aggregates;
    }

    UnitTable units() {
        return units;
    }

    ProfilerSettings settings() {
        return settings;
    }

    boolean keepsBinds() {
        return hasher != null;
    }

    long micros(long nanoTime) {
        return (nanoTime - startNanos) / 1000;
    }

    CallerCounting counting() {
        return counting;
    }

    DropCounts drops() {
        return drops;
    }

    void repeatedChild() {
        repeatedChildren = repeatedChildren + 1;
    }

    long writerNanos() {
        return work.usedNanos();
    }

    void readLiveSettings() {
        live.read();
    }

    /** Ends the session: what is in the ring and all counts are written, by the writer thread. */
    void close() {
        endSoon();
        if (!started) {
            return; // there is nothing to write, and nobody who would
        }
        thread.end(END_MILLIS + work.shipAtEndMillis());
    }

    private void endSoon() {
        if (!closing) {
            closingSince = System.nanoTime();
        }
        closing = true;
        CaptureSessions.ended(this);
        users.end();
        managed.unregister();
        thread.endSoon();
    }

    void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is what asked for the end
        }
    }
}
