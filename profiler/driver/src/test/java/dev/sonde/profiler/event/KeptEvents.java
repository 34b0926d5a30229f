package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.profiler.UnitOfWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what recorders hand in. */
final class KeptEvents implements EventSink {

    final List<ExecutionEvent> events = new ArrayList<>();
    Level level = Level.FULL;

    /** Whether a text is found again. */
    boolean interns = true;

    /** Whether there is room for further events. */
    boolean accepts = true;

    /** Whether executions are counted without an event. */
    boolean counts;

    long slowNanos = Long.MAX_VALUE;

    /** Rows and texts of those that were. */
    final List<Long> countedRows = new ArrayList<>();

    final List<String> countedTexts = new ArrayList<>();

    private final Map<String, CapturedStatement> statements = new HashMap<>();
    private final ValueHasher hasher = ValueHasher.of("00112233445566778899aabbccddeeff");
    private final OpenResults openResults = new OpenResults();
    private long sequence;

    @Override
    public long session() {
        return 1;
    }

    @Override
    public Level level() {
        return level;
    }

    @Override
    public long nextSequence() {
        return sequence++;
    }

    @Override
    public ExecutionEvent acquire() {
        return new ExecutionEvent();
    }

    @Override
    public boolean publish(ExecutionEvent event) {
        return accepts && events.add(event);
    }

    @Override
    public boolean count(CapturedStatement statement, @Nullable UnitOfWork unit, long lease, long rows, long nanos) {
        return counts && countedRows.add(rows) && countedTexts.add(statement.sql());
    }

    @Override
    public CapturedStatement statement(String sql) {
        return interns ? statements.computeIfAbsent(sql, CapturedStatement::new) : new CapturedStatement(sql, false);
    }

    @Override
    public ValueHasher hasher() {
        return hasher;
    }

    @Override
    public int repetitionsOnThread(CapturedStatement statement, long nowNanos) {
        return 1;
    }

    @Override
    public OpenResults openResults() {
        return openResults;
    }

    @Override
    public @Nullable String traceId() {
        return null;
    }

    @Override
    public long slowNanos() {
        return slowNanos;
    }

    @Override
    public void fault(Throwable problem) {
        throw new AssertionError(problem);
    }
}
