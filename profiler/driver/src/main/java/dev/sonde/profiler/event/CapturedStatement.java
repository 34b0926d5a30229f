package dev.sonde.profiler.event;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text that the service passed to JDBC, known once per capture. What takes time, the normalised text and its
 * hashes, is worked out by the writer thread and kept in {@link #resolved}.
 */
public final class CapturedStatement {

    private final String sql;
    private final boolean severalTexts;
    private final AtomicInteger executions = new AtomicInteger();
    private volatile @Nullable List<String> columns;
    private volatile int[] bindTypes = new int[0];

    /** The writer's view of the statement; touched by the writer thread only. */
    public @Nullable Object resolved;

    public CapturedStatement(String sql) {
        this.sql = sql;
        int semicolon = sql.indexOf(';');
        this.severalTexts = semicolon >= 0 && !sql.substring(semicolon + 1).isBlank();
    }

    /** Whether it may be several statements; also true if a literal or a comment has a semicolon. */
    boolean hasSeveralTexts() {
        return severalTexts;
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

    int nextExecution() {
        return executions.getAndIncrement();
    }
}
