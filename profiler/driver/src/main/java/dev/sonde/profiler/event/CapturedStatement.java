package dev.sonde.profiler.event;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A text that the service passed to JDBC, known once per capture. What takes time, the normalised text and its
 * hashes, is worked out by the writer thread and kept in {@link #resolved}.
 */
public final class CapturedStatement {

    private static final int[] NO_TYPES = {};
    private static final int STABLE = 16;

    /** Executions that are recorded in full, with their call site, whatever is shed. */
    private static final int FIRST_EXECUTIONS = 3;

    /** After the first ones, one of this many has its call site read. */
    private static final int SAMPLE_EVERY = 64;

    /** From this execution on, by which the call site was read {@code WELL_KNOWN / SAMPLE_EVERY} times, one of so many. */
    private static final int WELL_KNOWN = 4096;

    private static final int SAMPLE_KNOWN_EVERY = 256;

    /** Loops whose call site is read whatever is shed: the first executions may all have come from elsewhere. */
    private static final int FIRST_LOOPS = 4;

    private static final AtomicIntegerFieldUpdater<CapturedStatement> EXECUTIONS =
            AtomicIntegerFieldUpdater.newUpdater(CapturedStatement.class, "executions");

    private final String sql;
    private final boolean interned;
    private final boolean severalTexts;

    @SuppressWarnings("UnusedVariable") // by the updater only
    private volatile int executions;

    private volatile @Nullable List<String> columns;
    private volatile int[] bindTypes = NO_TYPES;

    private volatile long lastSite;
    private volatile int sameSite;
    private volatile int loopSites;

    /** The writer's view of the statement; set by the writer thread only, and what is set is immutable to other threads. */
    public @Nullable Object resolved;

    /** The aggregate into which the last execution was counted: a cache for whoever counts the next. */
    public volatile @Nullable Object lastAggregate;

    public CapturedStatement(String sql) {
        this(sql, true);
    }

    /**
     * @param interned whether later executions of the text find this object again
     */
    public CapturedStatement(String sql, boolean interned) {
        this.sql = sql;
        this.interned = interned;
        int semicolon = sql.indexOf(';');
        this.severalTexts = semicolon >= 0 && !sql.substring(semicolon + 1).isBlank();
    }

    /** Whether it may be several statements; also true if a literal or a comment has a semicolon. */
    boolean hasSeveralTexts() {
        return severalTexts;
    }

    /** Whether later executions of the text find this object again. */
    public boolean interned() {
        return interned;
    }

    /** The text as the service wrote it, literals included: never to be written anywhere. */
    public String sql() {
        return sql;
    }

    /** Labels of the result columns, empty until a result was seen. */
    public List<String> columns() {
        List<String> known = columns;
        return known == null ? List.of() : known;
    }

    boolean needsColumns() {
        return columns == null;
    }

    void columns(List<String> labels) {
        columns = labels;
    }

    /** {@code java.sql.Types} code per JDBC parameter as far as binds showed it. */
    public int[] bindTypes() {
        return bindTypes;
    }

    void bindTypes(int[] types) {
        bindTypes = types;
    }

    /**
     * Whether a repeated execution within a unit should get a call site: always until {@value #STABLE} in a row were
     * the same, then one of {@value #STABLE}. A loop that runs in every request is known after the first few.
     */
    boolean wantsLoopSite() {
        int same = sameSite;
        return same < STABLE || same % STABLE == 0;
    }

    /** Whether hardly anything is known of it yet. Never of a text that is not found again: each would be new. */
    boolean isNew() {
        return interned && executions < FIRST_EXECUTIONS;
    }

    /** Whether its loops are known so little that their call sites are read though call sites are shed. */
    boolean needsLoopSite() {
        return interned && loopSites < FIRST_LOOPS;
    }

    /** A repeated execution came from there; 0 if it was not looked. Lossy under contention, which only costs a walk. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void loopSite(long id) {
        if (id != 0 && loopSites < FIRST_LOOPS) {
            loopSites++;
        }
        if (id == 0 || id == lastSite) {
            sameSite++;
        } else {
            lastSite = id;
            sameSite = 0;
        }
    }

    /** Counts an execution while call sites are read; whether its call site is one of those that always are. */
    boolean nextIsSampled() {
        int execution = EXECUTIONS.getAndIncrement(this);
        return execution < FIRST_EXECUTIONS
                || execution % (execution < WELL_KNOWN ? SAMPLE_EVERY : SAMPLE_KNOWN_EVERY) == 0;
    }
}
