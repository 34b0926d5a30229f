package dev.sonde.profiler.session;

import dev.sonde.profiler.event.CapturedStatement;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The statements that were seen, by their text, so that each is looked at once. Bounded: a text beyond stays loose. */
final class StatementTexts {
    private static final int MAX_STATEMENTS = 10_000;
    private static final int MAX_INTERNED_LENGTH = 1 << 16;
    private static final long MAX_INTERNED_CHARS = 8 << 20;

    private final ConcurrentMap<String, CapturedStatement> statements = new ConcurrentHashMap<>();
    private final AtomicLong chars = new AtomicLong();

    CapturedStatement of(String sql) {
        CapturedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        if (statements.size() >= MAX_STATEMENTS
                || sql.length() > MAX_INTERNED_LENGTH
                || chars.get() > MAX_INTERNED_CHARS) {
            return new CapturedStatement(sql, false);
        }
        CapturedStatement fresh = new CapturedStatement(sql);
        CapturedStatement raced = statements.putIfAbsent(sql, fresh);
        if (raced != null) {
            return raced;
        }
        chars.addAndGet(sql.length());
        return fresh;
    }
}
