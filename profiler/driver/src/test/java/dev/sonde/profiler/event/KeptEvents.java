package dev.sonde.profiler.event;

import dev.sonde.capture.hash.ValueHasher;
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
        return Long.MAX_VALUE;
    }

    @Override
    public void fault(Throwable problem) {
        throw new AssertionError(problem);
    }
}
